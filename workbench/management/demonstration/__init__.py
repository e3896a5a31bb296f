"""A small country for demonstrations and tests: two regional offices and about forty operators at every stage of life,
made through the services only. The same run gives the same names, numbers, states and day offsets."""

from .before import before_applying
from .country import Country
from .journey import walk
from .turns import take_turns

__all__ = ["Country", "before_applying", "take_turns", "walk"]
