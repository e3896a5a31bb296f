"""Pages of the programme: the front page, the published criteria, and the administrators' view of what is in force."""

from .acts import ReviewAct
from .configuration import AdoptProfile, ConfigurationPage, Draft, DropDraft, LetterText
from .criteria import (
    BeginDraft,
    CompareCriteria,
    CriteriaDraft,
    CriteriaVersions,
    DropCriteriaDraft,
    Effect,
    PreviewCriteria,
    ShowVersion,
)
from .guidance import EditGuidance, GuidanceList
from .interpretation import AskCentralUnit, Interpretations, ShowInterpretation, WriteNote
from .openings import Opening, Stages
from .parts import AddPart, EditPart, ExportCriteria, ImportCriteria, RemovePart, TranslatePart
from .proposals import Proposal, Proposals, Propose
from .public import Criteria, Landing

__all__ = [
    "AddPart",
    "AdoptProfile",
    "AskCentralUnit",
    "BeginDraft",
    "CompareCriteria",
    "ConfigurationPage",
    "Criteria",
    "CriteriaDraft",
    "CriteriaVersions",
    "Draft",
    "DropCriteriaDraft",
    "DropDraft",
    "EditGuidance",
    "EditPart",
    "Effect",
    "ExportCriteria",
    "GuidanceList",
    "ImportCriteria",
    "Interpretations",
    "Landing",
    "LetterText",
    "Opening",
    "PreviewCriteria",
    "Proposal",
    "Proposals",
    "Propose",
    "RemovePart",
    "ReviewAct",
    "ShowInterpretation",
    "ShowVersion",
    "Stages",
    "TranslatePart",
    "WriteNote",
]
