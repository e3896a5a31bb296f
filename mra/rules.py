"""How the phases of an arrangement are shown, as pure functions."""

# What members read, with the colour; the phases before signature are told as one word (pages.md).
_SHOWN: dict[str, str] = {
    "SIGNED": "teal",
    "OPERATIONAL_PROCEDURES": "teal",
    "IN_FORCE": "green",
    "SUSPENDED": "yellow",
    "UNDER_REVIEW": "blue",
    "ENDED": "grey",
}


def colour(status: str) -> str:
    """MRA-R01 (pages.md, tags): blue while it is prepared, teal once signed, green in force, then as its state says."""
    return _SHOWN.get(status, "blue")
