"""The application from first draft to its end: start answers, self-assessment, declaration, acceptance, questions back to the trader."""

from .acceptance import AcceptanceItem, Declaration
from .answers import Answer, AnswerDocument
from .before import (
    Consultation,
    ConsultationEntry,
    DraftReview,
    ImprovementStep,
    Interest,
    PreCheck,
    ReviewPoint,
)
from .causes import RecordedCause
from .changes import ChangeLine, ChangeNotice
from .files import Application, StartAnswer
from .improvements import DelayNote, Improvement
from .judgements import Judgement
from .proofs import Comment, EvidenceAgreement, MetThrough, Proof, SiteException
from .requests import InformationRequest, RequestItem

__all__ = [
    "AcceptanceItem",
    "Answer",
    "AnswerDocument",
    "Application",
    "ChangeLine",
    "ChangeNotice",
    "Comment",
    "Consultation",
    "ConsultationEntry",
    "Declaration",
    "DelayNote",
    "DraftReview",
    "EvidenceAgreement",
    "Improvement",
    "ImprovementStep",
    "InformationRequest",
    "Interest",
    "Judgement",
    "MetThrough",
    "PreCheck",
    "Proof",
    "RecordedCause",
    "RequestItem",
    "ReviewPoint",
    "SiteException",
    "StartAnswer",
]
