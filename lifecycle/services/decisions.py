"""Proposal, hearing and decision: what a decision opens in every other room happens here, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import services as applications
from applications.models import Application
from applications.states import ApplicationStatus
from certificates import services as certificate_services
from certificates.models import DecisionRow, HearingStatement
from certificates.services import ProposedRow
from foundation.audit.services import acting, locked
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.states import NoticeKind
from foundation.documents import services as documents
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from lifecycle import rules
from operators.services import take_act
from programme.models import ActTaken
from programme.states import Act, TimeLimitCode

from .choices import Plan, RowChoice, plans_for, proposed_levels, refuse_unless_possible
from .filing import extend_for_hearing, meet_clock, settle
from .grants import Decided, follow_up, hearing_letter


def propose_decision(
    *,
    application: Application,
    rows: Sequence[ProposedRow],
    levels: Mapping[str, str] | None = None,
    actor: User,
    now: datetime,
) -> list[DecisionRow]:
    """Propose an outcome for every row, and for each graded kind the level (kind → code), and hand the file to those who
    may decide."""
    with acting(actor=actor, at=now):
        application = applications.advance(application=application, transition="propose", actor=actor, now=now)
        proposed = certificate_services.propose(application=application, rows=rows, levels=levels, actor=actor, now=now)
        correspondence.settle_notices(file_id=application.public_id, now=now)
        deciders = staff_in_role(StaffRole.DECISION_MAKER, local_date(now), application.office)
        correspondence.notify(
            recipients=deciders.exclude(pk=actor.pk),
            kind=NoticeKind.ACTION,
            title=lambda: _("Decide on {company}").format(company=application.operator.legal_name),
            url=reverse("certificates:decision", args=[application.public_id]),
            file_id=application.public_id,
            once_key=f"decide:{application.pk}:{now.isoformat()}",
            actor=actor,
            now=now,
        )
        return proposed


def speak(
    *,
    application: Application,
    text: str,
    more_will_follow: bool,
    files: Iterable["UploadedFile[Any]"] = (),
    user: User,
    now: datetime,
) -> list[HearingStatement]:
    """The trader speaks in a hearing, with papers if it wants; whoever decides is told. One bad file refuses the whole,
    and `breaches` names each."""
    with acting(actor=user, at=now):
        taken, refusals = documents.take_in(
            organisation=application.operator.organisation, files=[(file, "") for file in files], uploader=user, now=now
        )
        if refusals:
            raise documents.UploadRefused(refusals[0], tuple(refusals))
        said = certificate_services.record_statement(
            application=application,
            text=text,
            more_will_follow=more_will_follow,
            documents=taken,
            user=user,
            now=now,
        )
        correspondence.settle_notices(file_id=application.public_id, now=now)
        correspondence.notify(
            recipients=staff_in_role(StaffRole.DECISION_MAKER, local_date(now), application.office),
            kind=NoticeKind.ACTION,
            title=lambda: _("{company} has spoken in the hearing").format(company=application.operator.legal_name),
            url=reverse("certificates:decision", args=[application.public_id]),
            file_id=application.public_id,
            once_key=f"spoken:{said[0].pk}",
            actor=user,
            now=now,
        )
        return said


def decide_application(
    *,
    application: Application,
    choices: Sequence[RowChoice],
    levels: Mapping[str, str] | None = None,
    reason: str,
    actor: User,
    now: datetime,
) -> Decided:
    """Take the decision on every open row: grants take effect, refusals are heard first, rows sent back go back together.

    `levels` (kind → code) is the level of each graded kind; a kind it leaves out is granted at the level proposed.

    Raises Refused, naming every reason: not delegated, separation of duties, a grant that is not possible, no reason.
    """
    with acting(actor=actor, at=now, reason=reason):
        application = locked(application)
        plans = plans_for(application, choices, actor, now)
        levels = proposed_levels(plans) | dict(levels or {})
        refuse_unless_possible(application, plans, levels, reason, actor, now)
        if any(plan.outcome == "return" for plan in plans):
            return _send_back(application, reason, actor, now)
        act = take_act(
            operator=application.operator,
            file_id=application.public_id,
            offices=[application.office_id],
            act=Act.DECIDE,
            user=actor,
            reason=reason,
            now=now,
        )
        settle(application, actor, now)
        decided = _take(application, plans, levels, act, reason, actor, now)
        follow_up(application, decided, actor, now)
        _move_file(application, plans, decided, actor, now)
        return decided


def _send_back(application: Application, reason: str, actor: User, now: datetime) -> Decided:
    certificate_services.return_rows(application=application, reason=reason, actor=actor, now=now)
    if application.status == ApplicationStatus.HEARING:
        application = applications.advance(application=application, transition="close_hearing", actor=actor, now=now)
        meet_clock(TimeLimitCode.HEARING, application, reason=_("The hearing has ended"), actor=actor, now=now)
    applications.advance(
        application=application, transition="return_to_validation", reason=reason, actor=actor, now=now
    )
    return Decided(returned=True)


def _take(
    application: Application,
    plans: Sequence[Plan],
    levels: Mapping[str, str],
    act: ActTaken,
    reason: str,
    actor: User,
    now: datetime,
) -> Decided:
    decided, granted_at = Decided(), certificate_services.level_rows(application, levels)
    to_hear = [plan for plan in plans if plan.outcome == "hear"]
    letter = hearing_letter(application, to_hear, actor, now) if to_hear else None
    for plan in plans:
        row = plan.choice.row
        if plan.outcome == "hear" and letter:
            certificate_services.release_grounds(
                row=row, text=plan.choice.released_text, code=plan.choice.refusal_code, actor=actor, now=now
            )
            decided.heard.append(certificate_services.open_hearing(row=row, letter=letter, actor=actor, now=now))
        elif plan.outcome == "grant" and plan.delegation:
            decided.granted.append(
                certificate_services.grant_row(
                    row=row,
                    level=granted_at.get(row.kind),
                    act=act,
                    delegation=plan.delegation,
                    reason=reason,
                    actor=actor,
                    now=now,
                )
            )
        elif plan.outcome == "refuse" and plan.delegation:
            decided.refused.append(
                certificate_services.refuse_row(
                    row=row, act=act, delegation=plan.delegation, reason=reason, actor=actor, now=now
                )
            )
    return decided


def _move_file(application: Application, plans: Sequence[Plan], decided: Decided, actor: User, now: datetime) -> None:
    where = rules.whole_file([plan.outcome for plan in plans])
    if where == "hearing":
        if application.status == ApplicationStatus.FOR_DECISION:
            applications.advance(application=application, transition="open_hearing", actor=actor, now=now)
            extend_for_hearing(application, actor=actor, now=now)
        return
    if application.status == ApplicationStatus.HEARING:
        application = applications.advance(application=application, transition="close_hearing", actor=actor, now=now)
        meet_clock(TimeLimitCode.HEARING, application, reason=_("Heard"), actor=actor, now=now)
    applications.advance(application=application, transition="decide", actor=actor, now=now)
