"""Who may change the programme."""

from foundation.identity.models import User
from foundation.identity.permissions import Permission
from programme.models import Configuration, CriteriaSet, CriterionProposal


def may_configure(held: frozenset[Permission]) -> bool:
    """Whether somebody may prepare and publish versions."""
    return Permission.PROGRAMME_CONFIGURE in held


def may_publish(user: User, draft: Configuration, held: frozenset[Permission]) -> bool:
    """Whether somebody may publish this draft: by right, and having written no line of it."""
    return may_configure(held) and draft.author_id != user.pk and user.pk not in draft.editors


def wrote(user: User, draft: CriteriaSet) -> bool:
    """Whether somebody wrote a part of this draft, so that another person must publish it."""
    return user.pk in (draft.author_id, *draft.editor_ids)


def may_discuss(user: User, proposal: CriterionProposal, held: frozenset[Permission]) -> bool:
    """Whether somebody may talk about a proposal: whoever writes criteria, and the authority that made it."""
    return may_configure(held) or Permission.CRITERIA_PROPOSE in held or proposal.proposed_by_id == user.pk
