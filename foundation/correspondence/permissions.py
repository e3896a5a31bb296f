"""Who may see and open a company's letters, and who may write in a thread."""

from collections.abc import Container
from datetime import date

from foundation.identity.models import User
from foundation.identity.permissions import Permission

from . import selectors
from .models import Letter

WRITERS = frozenset({Permission.MESSAGE_WRITE, Permission.FILE_WORK, Permission.CLIENT_MANAGE})


def may_open_letter(user: User, letter: Letter, on: date) -> bool:
    """Whether this person may take the letter for the company, which counts as its receipt."""
    return selectors.may_receive(user, letter, on)


def may_write(permissions: Container[Permission]) -> bool:
    """Whether somebody with these permissions may post in a thread that they see."""
    return any(permission in permissions for permission in WRITERS)
