"""The code under which a pre-check is found again. Nobody can guess it, and only a digest is kept."""

import secrets

# Without I, L, O, U and 0, 1: nobody mistakes a letter for a digit on paper.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12


def new_code() -> str:
    """Three groups of four: 59 bits of chance."""
    letters = [secrets.choice(_ALPHABET) for _place in range(_LENGTH)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _LENGTH, 4))
