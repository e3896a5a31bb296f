"""Countries by ISO code, in the reader's language."""

import re

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Codes that ISO leaves to its users stand for the invented countries of the demonstration.
_INVENTED = {"XA": _("Kestria"), "XB": _("Morvania"), "XC": _("Sundmark"), "XD": _("Velgoria")}
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ"})


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, our own first, the rest by name."""
    names = {**_territories(), **{code: str(name) for code, name in _INVENTED.items()}}
    own = settings.ECONOMY
    return [(own, names.get(own, own)), *sorted(((c, n) for c, n in names.items() if c != own), key=lambda row: row[1])]


def country_name(code: str) -> str:
    """The name of one country; the code itself when nobody knows it."""
    return str(_INVENTED.get(code) or _territories().get(code, code))


def _territories() -> dict[str, str]:
    try:
        locale = Locale.parse((get_language() or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return {
        code: name
        for code, name in locale.territories.items()
        if re.fullmatch(r"[A-Z]{2}", code) and code not in _NO_COUNTRIES
    }
