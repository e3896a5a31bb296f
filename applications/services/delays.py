"""When Customs needs longer: an extension told before the limit ends, and the reason of a delay in words for the trader."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import rules
from applications.models import Application, DelayNote
from applications.rules import counted_limit
from applications.selectors.files import concerns
from applications.selectors.improvements import extension, extension_grounds, investigation_months, is_open_ended
from foundation.audit.services import Refused, acting, current_act, locked
from foundation.clock import services as clock
from foundation.clock.models import DayUnit, Limit
from foundation.clock.selectors import latest_limit, open_limit
from foundation.clock.services import local_date
from foundation.clock.states import EventKind, LimitStatus
from foundation.correspondence.services import notify_company
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.states import CompanyRole
from operators.services import demand_independence
from programme.selectors import outside_ceiling
from programme.services import extend_limit
from programme.states import TimeLimitCode

from .life import note, on_limit

PASSED_STATUSES = (
    LimitStatus.RUNNING,
    LimitStatus.UNMET,
)  # unmet: the law counts it as a refusal, a person still decides


def extend_decision(
    *, application: Application, ground: str, amount: int | None, reason: str, actor: User, now: datetime
) -> tuple[date, date]:
    """Take longer to decide: the day before and the day now. Refused once the limit has passed; the trader is told in the
    same act (`lifecycle` sends the letter), so nobody hears of it after the end."""
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(application)
        demand_independence(actor=actor, operator=row.operator, on=on)
        if not reason.strip():
            raise Refused(_("Write the reason. The trader reads it in the letter."))
        limit = open_limit(file_id=row.public_id, kind=TimeLimitCode.DECISION)
        if limit is None:
            raise Refused(_("No time limit for a decision runs on this file."))
        if limit.due_on is None:
            raise Refused(_("The time limit stands still. Extend it when it runs again."))
        _refuse_second_press(limit, ground, amount, reason.strip(), on)
        before = limit.due_on
        _extend(row, limit, ground, amount, reason.strip(), on)
        note(row, "application.extended", before=before, due_on=limit.due_on)
        return before, limit.due_on or before


def explain_delay(*, application: Application, text: str, actor: User, now: datetime) -> DelayNote:
    """Tell the trader why a limit has passed. Told again, the later words count; both stay in the record."""
    with acting(actor=actor, at=now):
        row = locked(application)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        limit = late_limit(row, local_date(now))
        if limit is None:
            raise Refused(_("No time limit of Customs has passed on this file."))
        if not text.strip():
            raise Refused(_("Write why it takes longer."))
        found = DelayNote.objects.create(
            application=row,
            limit_kind=limit.kind,
            text=text.strip(),
            written_at=now,
            written_by_label=actor.actor_label,
        )
        note(row, "application.delay_explained", text=found.text)
        notify_company(
            organisation=row.operator.organisation,
            roles=(CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY, CompanyRole.PREPARER),
            kind=NoticeKind.INFORMATION,
            title=lambda: _("Why we are late: {number}").format(number=row.number),
            body=found.text,
            url=reverse("applications:status", args=[row.public_id]),
            file_id=row.public_id,
            concerns=concerns(row),
            actor=actor,
            now=now,
        )
        return found


def late_limit(application: Application, on: date) -> Limit | None:
    """The limit of Customs that has passed on this file, if it counts now."""
    kind = counted_limit(application.status, application.resumes_at)
    limit = latest_limit(file_id=application.public_id, kind=kind) if kind else None
    passed = limit is not None and limit.status in PASSED_STATUSES and limit.due_on is not None and limit.due_on < on
    return limit if passed else None


def _refuse_second_press(limit: Limit, ground: str, amount: int | None, reason: str, on: date) -> None:
    """The same time taken on the same day for the same reason is a button pressed twice."""
    last = limit.events.order_by("-seq").first()
    if last is None or (last.kind, last.ground, last.reason, last.on) != (EventKind.EXTENDED, ground, reason, on):
        return
    if amount is None or last.amount == amount:
        raise Refused(_("This time is taken already, for this reason, and the company was told."))


def _extend(row: Application, limit: Limit, ground: str, amount: int | None, reason: str, on: date) -> None:
    """By what the configuration says of the cause. An investigation of which it says nothing: by the months named, again
    until those of the figure are used up."""
    act = current_act()
    if ground not in dict(extension_grounds(row)):
        raise Refused(_("The rules allow no extension for this reason."))
    if extension(TimeLimitCode.DECISION, ground, row.configuration) is not None:
        extend_limit(
            limit=limit,
            ground=ground,
            on=on,
            configuration=row.configuration,
            office=row.office,
            reason=reason,
            amount=amount if is_open_ended(row, ground) else None,
            actor=act.actor,
            now=act.at,
        )
        return
    most = investigation_months(row.configuration)
    if not rules.investigation_allowed(amount or 0, most=most):
        words = _("An investigation may make the time limit longer by 1 to {most} months.")
        raise Refused(words.format(most=most))
    more: dict[str, Any] = {"amount": amount, "unit": DayUnit.MONTHS, "ground": ground}
    terms = clock.ExtensionTerms(amount=most, outside=outside_ceiling(TimeLimitCode.DECISION, row.configuration))
    on_limit(clock.extend_limit, limit, row, on=on, reason=reason, terms=terms, told_on=on, **more)
