"""Who holds and who is covered: starting again without what is held, a group's certificate for each of its companies."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from applications import selectors as applications_read
from applications import services as applications
from applications.models import Application
from applications.services import StartedAgain
from certificates import services as certificates
from certificates.models import Certificate, Coverage
from certificates.states import LIVE, CertificateStatus
from foundation.audit.services import SYSTEM, Actor, acting
from foundation.clock.services import local_date
from foundation.identity.models import User
from operators.models import GroupMember, Operator

from .projection import refresh_projection


def start_again(*, source: Application, user: User, now: datetime) -> StartedAgain:
    """A new draft with the answers of a file that has ended, without the kinds that the company holds meanwhile: a second
    certificate of a kind could never be granted."""
    held = source.operator.certificates.filter(status__in=(CertificateStatus.ISSUED, *LIVE))
    kinds = set(held.values_list("kind", flat=True))
    return applications.start_again(source=source, held=kinds, user=user, now=now)


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
