"""Forms of the programme: criteria and openings, configuration, reviews."""

from .acts import ReviewForm
from .configuration import ProfileForm
from .criteria import CriteriaFilter, OpeningForm

__all__ = ["CriteriaFilter", "OpeningForm", "ProfileForm", "ReviewForm"]
