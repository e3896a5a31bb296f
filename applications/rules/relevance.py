"""How often and of whom a criterion is asked. Which criteria a file meets at all is a rule of the programme (PRG-R01 to R04)."""

from collections.abc import Sequence


def asked_of_trader(answered_by: str) -> bool:
    """APP-R01 (CRITERIA.md, answered_by): what Customs looks up is shown and may be corrected, never demanded."""
    return answered_by != "customs"


def places_asked(scope: str, sites: Sequence[int]) -> tuple[int | None, ...]:
    """APP-R02 (CRITERIA.md, scope): ‘site’ is answered for each open site, everything else once for the whole."""
    return tuple(sites) if scope == "site" and sites else (None,)
