"""What is asked of every officer before an act on a company's file: no declared interest, a right that reaches this very
file, and the separation of duties. Every room above asks it here."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused
from foundation.clock.services import local_date
from foundation.identity.models import User
from foundation.identity.permissions import permissions_on_file
from operators import selectors
from operators.models import Operator
from programme import services as programme
from programme.models import ActTaken
from programme.selectors import ACT_PERMISSIONS


def demand_independence(*, actor: Actor, operator: Operator, on: date) -> None:
    """Raises Refused for an officer who declared an interest in the company (OPR-R09). Sweeps and traders pass."""
    if isinstance(actor, User) and actor.is_staff and not selectors.free_of_interest(actor, operator, on):
        sentence = _("You declared an interest in {company}. Somebody else must do this.")
        raise Refused(sentence.format(company=operator.legal_name))


def take_act(
    *,
    operator: Operator,
    file_id: UUID,
    offices: Iterable[int | None],
    act: str,
    user: User,
    reason: str = "",
    now: datetime,
) -> ActTaken:
    """Take an act that separation of duties speaks of; the same act twice gives the first.

    `offices` are the ids of the offices the file belongs to. Raises Refused for a declared interest, for a person whom
    neither a role there nor a guest's grant for this file lets take the act, and for an earlier act that shuts it out.
    """
    on = local_date(now)
    demand_independence(actor=user, operator=operator, on=on)
    if ACT_PERMISSIONS[act] not in permissions_on_file(user, file_id, on, *offices):
        raise Refused(_("Your role does not reach this file, so you may not do this."))
    return programme.take_act(file_id=file_id, act=act, user=user, reason=reason, now=now)
