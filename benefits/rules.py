"""The law of benefits as pure functions."""

from collections.abc import Iterable

TFA_MINIMUM = 3


def tfa_satisfied(provided_numbers: Iterable[int]) -> bool:
    """BEN-R01 (TFA 7.7, case 28): at least three of the seven measures are given."""
    return len(set(provided_numbers)) >= TFA_MINIMUM
