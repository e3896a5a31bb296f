"""Public holidays of a country from the `holidays` library, kept per country and year."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def public_holidays(country: str, first_year: int, last_year: int) -> frozenset[date]:
    """The days off by law; empty for a country the library does not know."""
    try:
        return frozenset(holidays.country_holidays(country, years=range(first_year, last_year + 1)))
    except NotImplementedError:
        return frozenset()
