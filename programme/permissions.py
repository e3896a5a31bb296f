"""Who may change the programme."""

from foundation.identity.models import User
from foundation.identity.permissions import Permission
from programme.models import Configuration


def may_configure(held: frozenset[Permission]) -> bool:
    """Whether somebody may prepare and publish versions."""
    return Permission.PROGRAMME_CONFIGURE in held


def may_publish(user: User, draft: Configuration, held: frozenset[Permission]) -> bool:
    """Whether somebody may publish this draft: by right, and not an own one."""
    return may_configure(held) and draft.author_id != user.pk
