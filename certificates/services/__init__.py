"""Writes of decisions and certificates: propose, hear, grant or refuse row by row, issue, and every later change.
The acts that also touch other rooms stand in `lifecycle.services`, which calls these."""

from certificates.rules import barred_until

from .answers import public_keys, seal_fingerprint, signed_verdict
from .certificates import (
    annul,
    annul_suspension,
    cover,
    expire,
    issue,
    lift,
    revoke,
    surrender,
    suspend,
    take_effect,
    uncover,
)
from .decisions import grant_row, open_hearing, refuse_row, release_grounds, return_rows, set_decision_letter
from .levels import level_breaches, level_rows
from .measures import close_measure, open_measure
from .paper import make_paper
from .proposals import ProposedRow, propose, record_statement

__all__ = [
    "ProposedRow",
    "annul",
    "annul_suspension",
    "barred_until",
    "close_measure",
    "cover",
    "expire",
    "grant_row",
    "issue",
    "level_breaches",
    "level_rows",
    "lift",
    "make_paper",
    "open_hearing",
    "open_measure",
    "propose",
    "public_keys",
    "record_statement",
    "refuse_row",
    "release_grounds",
    "return_rows",
    "revoke",
    "seal_fingerprint",
    "set_decision_letter",
    "signed_verdict",
    "surrender",
    "suspend",
    "take_effect",
    "uncover",
]
