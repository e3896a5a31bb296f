"""The law of benefits as pure functions."""

from collections.abc import Iterable

TFA_MINIMUM = 3


def tfa_satisfied(provided_numbers: Iterable[int]) -> bool:
    """BEN-R01 (TFA 7.7, case 28): at least three of the seven measures are given."""
    return len(set(provided_numbers)) >= TFA_MINIMUM


def share_percent(certified: int, partners: int) -> int | None:
    """BEN-R02 (R-SUP-03): the share of AEOs among the named partners, in whole per cent, never rounded up to all; no
    partners is not zero."""
    return None if partners == 0 else certified * 100 // partners
