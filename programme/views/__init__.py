"""Pages of the programme: the front page, the published criteria, and the administrators' view of what is in force."""

from .acts import ReviewAct
from .configuration import AdoptProfile, ConfigurationPage, Draft, DropDraft, LetterText, Opening
from .public import Criteria, Landing

__all__ = [
    "AdoptProfile",
    "ConfigurationPage",
    "Criteria",
    "Draft",
    "DropDraft",
    "Landing",
    "LetterText",
    "Opening",
    "ReviewAct",
]
