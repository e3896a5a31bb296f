"""Proposals that sweeps open for people, and whom they tell: an officer of the file and the leaders of its office."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application
from certificates import services as certificate_services
from certificates.models import Certificate, Measure
from foundation.audit.services import SYSTEM, acting
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from programme import selectors as programme
from programme.states import TimeLimitCode


def open_on_application(kind: str, application: Application, cause: Callable[[], str], on: date, now: datetime) -> None:
    """Open a proposal about a file, once, and tell its people."""
    with acting(actor=SYSTEM, at=now):
        measure, created = certificate_services.open_measure(
            kind=kind,
            application=application,
            cause=cause(),
            due_on=measure_due(application, on),
            actor=SYSTEM,
            now=now,
        )
        if created:
            correspondence.notify(
                recipients=people_of(application, on),
                kind=NoticeKind.ACTION,
                title=lambda: _("{company}: {cause}").format(company=application.operator.legal_name, cause=cause()),
                url=reverse("workbench:dossier", args=[application.public_id]),
                due_on=measure.due_on,
                file_id=application.public_id,
                once_key=f"measure:{measure.pk}",
                actor=SYSTEM,
                now=now,
            )


def open_on_certificate(
    kind: str,
    certificate: Certificate,
    *,
    cause: Callable[[], str],
    title: Callable[[], str],
    url: str,
    on: date,
    now: datetime,
) -> None:
    """Open a proposal about a certificate, once, and tell the leaders of the holder's office."""
    with acting(actor=SYSTEM, at=now):
        measure, created = certificate_services.open_measure(
            kind=kind,
            certificate=certificate,
            cause=cause(),
            due_on=measure_due(certificate.application, on),
            actor=SYSTEM,
            now=now,
        )
        if created:
            correspondence.notify(
                recipients=staff_in_role(StaffRole.TEAM_LEADER, on, certificate.operator.office),
                kind=NoticeKind.ACTION,
                title=title,
                url=url,
                due_on=measure.due_on,
                file_id=certificate.public_id,
                once_key=f"measure:{measure.pk}",
                actor=SYSTEM,
                now=now,
            )


def proposed_days(kinds: Iterable[str]) -> dict[int, date]:
    """The day of the last proposal of some kinds for each application, open or closed: what a person dropped is not
    proposed a second time for the same cause."""
    rows = Measure.objects.filter(kind__in=kinds, application__isnull=False).order_by("opened_at", "id")
    return {pk: local_date(at) for pk, at in rows.values_list("application", "opened_at")}


def proposed_since(proposed: dict[int, date], application: int | None, day: date) -> bool:
    """Whether something was proposed for an application after a day; a file we do not know needs no proposal."""
    return application is None or (application in proposed and proposed[application] > day)


def measure_due(application: Application, on: date) -> date:
    """Until when a person has to act on what is proposed."""
    limit = programme.time_limit(TimeLimitCode.ADVERSE_PROPOSAL, application.configuration)
    calendar = programme.calendar(application.office, years_around=on)
    return calendar.add_business_days(on, limit.amount)


def people_of(application: Application, on: date) -> Iterable[User]:
    """The officer of the file and the team leaders of its office."""
    leaders = list(staff_in_role(StaffRole.TEAM_LEADER, on, application.office))
    return [*leaders, *([application.case_officer] if application.case_officer else [])]


def long_day(day: date | None) -> str:
    """A day in words: 28 September 2026; empty for none."""
    return date_format(day, "j F Y") if day else ""
