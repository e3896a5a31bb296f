"""What the law does by itself when the time to decide has run out: the application counts as refused. Only where the
configuration with which the limit started says so; every other end is a person's."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from foundation.audit.services import SYSTEM, acting, record
from foundation.clock.models import Limit
from foundation.clock.selectors import overdue_on
from foundation.clock.states import LimitStatus
from foundation.correspondence.states import NoticeKind
from programme import selectors as programme
from programme import services as programme_services
from programme.models import TimeLimit
from programme.states import EndAction, LetterCode, TimeLimitCode

from . import letters


def ends_of(limits: Iterable[Limit]) -> dict[int, str]:
    """What follows the end of each limit by the version it started with; one query."""
    limits = list(limits)
    rows = TimeLimit.objects.filter(
        configuration__number__in={limit.configuration_version for limit in limits}
    ).values_list("configuration__number", "code", "at_end")
    by_version = {(number, code): at_end for number, code, at_end in rows}
    return {limit.pk: by_version.get((limit.configuration_version, limit.kind), EndAction.ESCALATE) for limit in limits}


def find_refused(on: date) -> Sequence[int]:
    """Late limits to decide after whose end the law counts the application as refused."""
    late = list(overdue_on(on).filter(kind=TimeLimitCode.DECISION))
    ends = ends_of(late)
    return [limit.pk for limit in late if ends[limit.pk] == EndAction.DEEM_REFUSED]


def deem_refused(pk: int, on: date, now: datetime) -> None:
    """What the law says of one late limit; twice is once."""
    limit = Limit.objects.get(pk=pk)
    if limit.status != LimitStatus.RUNNING or limit.due_on is None or limit.due_on >= on:
        return
    files = Application.objects.select_related("operator", "office", "configuration")
    _refused(files.get(public_id=limit.file_id), limit, on, now)


def _refused(application: Application, limit: Limit, on: date, now: datetime) -> None:
    """No decision in time counts as a refusal against which the company may appeal; Customs may still decide. The letter
    says so, and its receipt begins the time to appeal, as after a decision that was written."""
    appeal = programme.time_limit(TimeLimitCode.APPEAL, application.configuration)
    due_on, reason = limit.due_on, _("No decision within the time limit")
    with acting(actor=SYSTEM, at=now, reason=reason):
        programme_services.end_limit_unmet(
            limit=limit, on=on, office=application.office, reason=reason, actor=SYSTEM, now=now
        )
        record(
            "application.deemed_refused",
            subject=application,
            file_id=application.public_id,
            organisation_id=application.operator.organisation_id,
            data={"due_on": due_on},
            disclosed=True,
        )
        letters.send(
            application=application,
            code=LetterCode.DEEMED_REFUSED,
            url=reverse("applications:status", args=[application.public_id]),
            actor=SYSTEM,
            now=now,
            kind=NoticeKind.ACTION,
            decide_by=letters.long_date(due_on),
            appeal_until=letters.after_receipt(appeal),
        )
