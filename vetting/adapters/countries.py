"""Turns the country names that lists print into one comparable key.

Lists write “Korea, North” where our records hold “KP”; a comparison of the raw words would call them different.
"""

from functools import cache

from babel import Locale

# Spellings of list publishers that CLDR's English names do not have.
_PUBLISHED_SPELLINGS = {
    "bahamas, the": "BS",
    "bosnia and herzegovina": "BA",
    "burma": "MM",
    "cabo verde": "CV",
    "congo, democratic republic of the": "CD",
    "congo, republic of the": "CG",
    "cote d ivoire": "CI",
    "cote d'ivoire": "CI",
    "czech republic": "CZ",
    "democratic people's republic of korea": "KP",
    "gaza": "PS",
    "hong kong": "HK",
    "korea, north": "KP",
    "korea, south": "KR",
    "macau": "MO",
    "macedonia, the former yugoslav republic of": "MK",
    "palestinian": "PS",
    "saint kitts and nevis": "KN",
    "saint vincent and the grenadines": "VC",
    "st. vincent and the grenadines": "VC",
    "the gambia": "GM",
    "trinidad and tobago": "TT",
    "turkey": "TR",
    "virgin islands, british": "VG",
    "west bank": "PS",
}
# The invented countries of the demonstration stand in the codes ISO leaves to its users.
_DEMONSTRATION_COUNTRIES = {"kestria": "XA", "morvania": "XB", "sundmark": "XC", "velgoria": "XD"}
_NOT_A_COUNTRY = frozenset({"", "-0-", "undetermined", "none identified", "unknown"})
_CODE_LENGTH = 2


@cache
def _codes_by_name() -> dict[str, str]:
    territories = Locale("en").territories
    names = {str(name).casefold(): code for code, name in territories.items() if len(code) == _CODE_LENGTH}
    # CLDR calls XA and XB “Pseudo-Accents” and “Pseudo-Bidi”; nobody lives there.
    return {name: code for name, code in names.items() if not name.startswith("pseudo")} | (
        _PUBLISHED_SPELLINGS | _DEMONSTRATION_COUNTRIES
    )


def country_key(text: str) -> str:
    """The two-letter code where it is known, else the casefolded words; empty where the text names no country."""
    plain = text.strip().strip(".").casefold().removeprefix("possibly ").removeprefix("region: ")
    if plain in _NOT_A_COUNTRY:
        return ""
    if len(plain) == _CODE_LENGTH and plain.isalpha():
        return plain.upper()
    return _codes_by_name().get(plain, plain)
