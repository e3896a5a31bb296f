"""Public holidays of a country from the `holidays` library."""

from datetime import date

import holidays


def public_holidays(country: str, first_year: int, last_year: int) -> dict[date, str]:
    """The days off by law with their names; empty for a country the library does not know."""
    try:
        return dict(holidays.country_holidays(country, years=range(first_year, last_year + 1)))
    except NotImplementedError:
        return {}
