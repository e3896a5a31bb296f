"""The application from first draft to its end: start answers, self-assessment, declaration, acceptance, questions back to the trader."""

from .acceptance import AcceptanceItem, Declaration
from .answers import Answer, AnswerDocument
from .changes import ChangeLine, ChangeNotice
from .files import Application, StartAnswer
from .improvements import DelayNote, Improvement
from .judgements import Judgement
from .requests import InformationRequest, RequestItem

__all__ = [
    "AcceptanceItem",
    "Answer",
    "AnswerDocument",
    "Application",
    "ChangeLine",
    "ChangeNotice",
    "Declaration",
    "DelayNote",
    "Improvement",
    "InformationRequest",
    "Judgement",
    "RequestItem",
    "StartAnswer",
]
