"""The application from first draft to its end: start answers, self-assessment, declaration, acceptance, questions back to the trader."""

from .acceptance import AcceptanceItem, Declaration
from .answers import Answer, AnswerDocument
from .files import Application, StartAnswer
from .requests import InformationRequest, RequestItem

__all__ = [
    "AcceptanceItem",
    "Answer",
    "AnswerDocument",
    "Application",
    "Declaration",
    "InformationRequest",
    "RequestItem",
    "StartAnswer",
]
