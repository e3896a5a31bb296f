"""Who holds and who is covered: beginning or starting again without what is held, a group's certificate for each of its companies."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from applications import selectors as applications_read
from applications import services as applications
from applications.models import Application
from applications.services import StartedAgain
from certificates import services as certificates
from certificates.models import Certificate, Coverage
from certificates.selectors import refused_to_begin
from foundation.audit.services import SYSTEM, Actor, acting
from foundation.clock.services import local_date
from foundation.identity.models import User
from operators.models import GroupMember, Operator

from .projection import refresh_projection


def begin_application(
    *,
    operator: Operator,
    kinds: Iterable[str],
    type_tokens: Iterable[str],
    starts: Mapping[str, bool] | None = None,
    source: Application | None = None,
    user: User,
    now: datetime,
) -> Application:
    """Begin a draft, or give back the one that is open; `source` is an ended file whose answers it takes over.

    Raises Refused for what the company holds already, with what it can do instead: a second certificate of a kind for the
    same types could never be granted.
    """
    chosen, types = list(kinds), list(type_tokens)
    with acting(actor=user, at=now):
        held = refused_to_begin(operator, chosen, types, local_date(now))
        draft = applications.begin(
            operator=operator, kinds=chosen, type_tokens=types, starts=starts, held=held, user=user, now=now
        )
        if source is not None and draft.created_at == now:
            draft = applications.carry_over(source=source, draft=draft, user=user, now=now)
        return draft


def start_again(*, source: Application, user: User, now: datetime) -> StartedAgain:
    """A new draft with the answers of a file that has ended: to try again, or to renew. What is held is left out."""
    types = [row.token for row in source.operator_types.all()]
    held = refused_to_begin(source.operator, source.kinds, types, local_date(now))
    return applications.start_again(source=source, held=held, user=user, now=now)


def cover_group(
    *, application: Application, certificates_of: Iterable[Certificate], actor: Actor, now: datetime
) -> list[Operator]:
    """A file of a named group grants for all of it: each company that the declaration names answers under its own TIN."""
    members = applications_read.declared_members(application, local_date(now))
    for certificate in certificates_of:
        since = max(local_date(now), certificate.effective_from)
        for member in members:
            certificates.cover(certificate=certificate, operator=member, on=since, actor=actor, now=now)
    return members


def end_group_coverage(*, member: GroupMember, now: datetime) -> int:
    """End what covers a company that left its group, from the day after its last; twice changes nothing."""
    if member.valid_until is None:
        return 0
    ends_on: date = member.valid_until + timedelta(days=1)
    with acting(actor=SYSTEM, at=now):
        rows = Coverage.objects.filter(
            ends_on__isnull=True, operator=member.operator, certificate__operator=member.group.lead
        )
        ended = [certificates.uncover(coverage=row, on=ends_on, actor=SYSTEM, now=now) for row in rows]
        if ended:
            refresh_projection(operators=[member.group.lead, member.operator], now=now)
        return len(ended)
