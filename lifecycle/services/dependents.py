"""A company that meets a criterion for others loses its certificate: a signal on every file that rests on it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from account_management.selectors import manager_of
from applications.models import Application, MetThrough
from applications.selectors import links_to
from certificates.models import Certificate
from foundation.audit.services import Actor, acting, record
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole


def tell_of_loss(*, certificate: Certificate, actor: Actor, now: datetime) -> int:
    """One internal event and one notice for each file; says how many. A file is never changed by it: an officer weighs
    what the loss means. The traders are not told, because why somebody else is suspended is nothing of theirs."""
    by_file: dict[int, list[MetThrough]] = {}
    for link in links_to(certificate.operator):
        by_file.setdefault(link.answer.application_id, []).append(link)
    with acting(actor=actor, at=now):
        for links in by_file.values():
            _signal(links, certificate, actor, now)
    return len(by_file)


def _signal(links: list[MetThrough], certificate: Certificate, actor: Actor, now: datetime) -> None:
    file = links[0].answer.application
    codes = ", ".join(sorted({link.answer.criterion.code for link in links}))
    company, status = certificate.operator.legal_name, certificate.status
    record(
        "application.met_through_lost",
        subject=file,
        file_id=file.public_id,
        data={"company": company, "certificate": certificate.number, "status": status, "codes": codes},
        disclosed=False,
    )
    correspondence.notify(
        recipients=_officers(file, now),
        kind=NoticeKind.ACTION,
        title=lambda: _("{number}: {company} meets {codes} for it, and its certificate is {status} now").format(
            number=file.number, company=company, codes=codes, status=certificate.get_status_display().lower()
        )[:200],
        url=reverse("workbench:dossier", args=[file.public_id]),
        file_id=file.public_id,
        once_key=f"met-through:{file.pk}:{certificate.pk}:{status}:{now.isoformat()}",
        actor=actor,
        now=now,
    )


def _officers(file: Application, now: datetime) -> list[User]:
    """Whoever looks after the file or its company; else the leaders of its office."""
    manager = manager_of(file.operator)
    one = file.case_officer if file.ended_on is None else manager and manager.officer
    return [one] if one else list(staff_in_role(StaffRole.TEAM_LEADER, local_date(now), file.office))
