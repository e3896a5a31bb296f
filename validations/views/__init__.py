"""Pages of visits: lists and the dossier's tab, planning, the checklist on site, report and follow-up, the trader's side."""

from .checklist import ChecklistPage, Declare, End, FindingPage, Paper, PhotoImage, PointPage, Start
from .lists import FileVisits, VisitList
from .planning import CancelPage, EnlargePage, NoticePage, PlanPage, TeamPage
from .report import ActionPage, ActionsPage, ReportPage, ReviewPage, ToReview
from .trader import AnswerPage, DayAnswer, ReplyAnswer, VisitPage

__all__ = [
    "ActionPage",
    "ActionsPage",
    "AnswerPage",
    "CancelPage",
    "ChecklistPage",
    "DayAnswer",
    "Declare",
    "End",
    "EnlargePage",
    "FileVisits",
    "FindingPage",
    "NoticePage",
    "Paper",
    "PhotoImage",
    "PlanPage",
    "PointPage",
    "ReplyAnswer",
    "ReportPage",
    "ReviewPage",
    "Start",
    "TeamPage",
    "ToReview",
    "VisitList",
    "VisitPage",
]
