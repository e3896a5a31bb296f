"""Follow-up: the trader answers each required action, Customs judges the answer; the visit is closed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, move
from foundation.clock.services import local_date
from foundation.documents import services as evidence
from foundation.documents.models import Document
from foundation.identity.models import User
from validations.models import Finding, Validation
from validations.selectors import closing_obstacles
from validations.states import ACTION_TABLE, ActionStatus, Grade, ValidationStatus

from .report import end_reply_period, received
from .shared import (
    day,
    demand_customs,
    demand_independent,
    demand_status,
    file_of,
    lead_of,
    move_visit,
    note,
    settle,
    staff_url,
    tell_company,
    tell_staff,
    trader_url,
)

AFTER_REPORT = (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP)


def answer_action(
    *,
    finding: Finding,
    text: str,
    documents: Iterable[Document] = (),
    uploads: "Iterable[UploadedFile[Any]]" = (),
    user: User,
    now: datetime,
) -> Finding:
    """The trader says what was done, with papers of the own library; `uploads` are added to it first."""
    if not text.strip():
        raise Refused(_("Write what you have done."))
    with acting(actor=user, at=now):
        validation, finding = _open_action(finding)
        papers = list(documents)
        if any(paper.organisation_id != validation.operator.organisation_id for paper in papers):
            raise Refused(_("Choose papers of your own company."))
        papers += [_taken_in(validation, upload, user, now) for upload in uploads]
        received(validation, user, now)
        _move_action(
            validation, finding, "answer", "action_answered", also={"answer": text.strip(), "answered_at": now}
        )
        finding.answer_documents.add(*papers)
        settle(validation, action_url(finding), now=now)
        tell_staff(
            validation, [lead_of(validation)], lambda: _("Check an answer to a required action"),
            page="actions", action=True, actor=user, now=now,
        )  # fmt: skip
        return finding


def judge_action(
    *, finding: Finding, accept: bool, reason: str, actor: User, now: datetime, due_on: date | None = None
) -> Finding:
    """Accept an answer, or return it with a reason the trader reads and, where wanted, a new day."""
    if due_on is not None and due_on <= local_date(now):
        raise Refused(_("Choose a day after today until which it is done."))
    with acting(actor=actor, at=now, reason=reason):
        demand_customs(actor, local_date(now))
        validation, finding = _open_action(finding)
        demand_independent(validation)
        also: dict[str, object] = {"verdict": reason.strip(), "verdict_at": now}
        if not accept and due_on is not None:
            also["due_on"] = due_on
        _move_action(validation, finding, "accept" if accept else "return", "action_judged", also=also)
        _tell_verdict(validation, finding, actor, now, accept=accept)
        if not Finding.objects.filter(validation=validation, status=ActionStatus.ANSWERED).exists():
            settle(validation, staff_url(validation, "actions"), now=now)
        return finding


def hand_on_action(*, finding: Finding, reason: str, actor: User, now: datetime) -> Finding:
    """Leave a required action open for the decision maker to weigh, with the reason. Internal."""
    if not reason.strip():
        raise Refused(_("Write why the decision should not wait for this."))
    with acting(actor=actor, at=now, reason=reason):
        demand_customs(actor, local_date(now))
        validation, finding = _open_action(finding)
        demand_independent(validation)
        if finding.status == ActionStatus.ACCEPTED:
            raise Refused(_("This action is accepted already."))
        finding.handed_on_at, finding.handed_on_reason = now, reason.strip()
        finding.save(update_fields=["handed_on_at", "handed_on_reason"])
        note(validation, "action_handed_on", subject=finding, data={"criterion": finding.point.criterion.code})
        return finding


def close(*, validation: Validation, actor: Actor, now: datetime) -> Validation:
    """Close the visit when nothing is open. The file's own step is taken by `lifecycle`, which calls this."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        validation = locked(validation)
        demand_status(validation, *AFTER_REPORT)
        demand_customs(actor, on)
        obstacles = closing_obstacles(validation, on)
        if obstacles:
            raise Refused(" ".join(obstacles), tuple(obstacles))
        end_reply_period(validation, actor, now)
        move_visit(validation, "close", event="closed", disclosed=True, also={"closed_on": on}, data={"on": on})
        settle(validation, trader_url(validation), staff_url(validation, "actions"), now=now)
        tell_company(validation, lambda: _("The visit is closed"), actor=actor, now=now)
        officer = validation.application.case_officer if validation.application else None
        tell_staff(
            validation,
            [officer, lead_of(validation)],
            lambda: _("The visit is closed"),
            page="report",
            actor=actor,
            now=now,
        )
        return validation


def action_url(finding: Finding) -> str:
    """The trader's page of a required action."""
    return reverse("validations:action", args=[finding.validation.public_id, finding.public_id])


def _taken_in(validation: Validation, upload: "UploadedFile[Any]", user: User, now: datetime) -> Document:
    organisation = validation.operator.organisation
    return evidence.upload(
        organisation=organisation, upload=upload, uploader=user, uploader_label=user.actor_label, now=now
    )


def _open_action(finding: Finding) -> tuple[Validation, Finding]:
    """The required action and its visit, both locked, while the visit is with the trader or followed up."""
    validation = locked(finding.validation)
    demand_status(validation, *AFTER_REPORT)
    finding = locked(finding)
    if finding.grade != Grade.REQUIRED_ACTION:
        raise Refused(_("Only a required action is answered."))
    return validation, finding


def _move_action(validation: Validation, finding: Finding, name: str, event: str, *, also: dict[str, object]) -> None:
    """The only writer of an action's status. Both sides may read these events."""
    move(
        finding,
        name,
        table=ACTION_TABLE,
        event=f"validation.{event}",
        disclosed=True,
        also=also,
        data={"criterion": finding.point.criterion.code},
        **file_of(validation),
    )


def _tell_verdict(validation: Validation, finding: Finding, actor: Actor, now: datetime, *, accept: bool) -> None:
    code = finding.point.criterion.code
    if accept:
        tell_company(
            validation,
            lambda: _("{code}: done").format(code=code),
            url=action_url(finding),
            finding=finding,
            actor=actor,
            now=now,
        )
        return
    due = finding.due_on if finding.due_on and finding.due_on > local_date(now) else None

    def title() -> str:
        if due:
            return _("{code}: not enough yet. Answer again by {day}").format(code=code, day=day(due))
        return _("{code}: not enough yet. Answer again").format(code=code)

    tell_company(
        validation,
        title,
        url=action_url(finding),
        action=True,
        due_on=due,
        finding=finding,
        actor=actor,
        now=now,
    )
