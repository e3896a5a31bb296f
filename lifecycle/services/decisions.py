"""Proposal, hearing and decision: what a decision opens in every other room happens here, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from account_management import services as account_management
from account_management.selectors import manager_of
from applications import services as applications
from applications.models import Application
from applications.states import ApplicationStatus
from benefits import services as benefits
from certificates import selectors as certificates
from certificates import services as certificate_services
from certificates.models import Certificate, DecisionRow, HearingStatement
from certificates.services import ProposedRow
from certificates.states import RowStatus
from foundation.audit.services import Refused, acting, locked
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.states import NoticeKind
from foundation.documents import services as documents
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from lifecycle import rules
from operators.selectors import free_of_interest
from operators.services import take_act
from programme import selectors as programme
from programme.models import ActTaken, Delegation
from programme.states import Act, DecisionAct, LetterCode, TimeLimitCode
from validations.selectors import latest as latest_visit

from . import letters
from .filing import extend_for_hearing, meet_clock, settle
from .holders import cover_group
from .projection import refresh_projection


@dataclass(frozen=True, slots=True)
class RowChoice:
    """The decision maker's choice for one row: `agree`, `otherwise` or `return`."""

    row: DecisionRow
    choice: str
    released_text: str = ""
    refusal_code: str = ""


@dataclass(slots=True)
class Decided:
    """What came of a decision."""

    granted: list[DecisionRow] = field(default_factory=list)
    refused: list[DecisionRow] = field(default_factory=list)
    heard: list[DecisionRow] = field(default_factory=list)
    returned: bool = False
    certificates: list[Certificate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One row with what its choice does and by which delegation."""

    choice: RowChoice
    outcome: str
    delegation: Delegation | None


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
            raise Refused(refusals[0], tuple(refusals))
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
        plans = _plans(application, choices, actor, now)
        levels = _proposed_levels(plans) | dict(levels or {})
        _refuse_unless_possible(application, plans, levels, reason, actor, now)
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
        _follow_up(application, decided, actor, now)
        _move_file(application, plans, decided, actor, now)
        return decided


def _plans(application: Application, choices: Sequence[RowChoice], actor: User, now: datetime) -> list[_Plan]:
    waiting = (RowStatus.PROPOSED, RowStatus.HEARING)
    rows = application.decision_rows.select_for_update(of=("self",)).select_related("operator_type")
    open_rows = {row.pk: row for row in rows.filter(status__in=waiting)}
    if not open_rows or sorted(choice.row.pk for choice in choices) != sorted(open_rows):
        raise Refused(_("The rows have changed. Look at the file again."))
    choices = [replace(choice, row=open_rows[choice.row.pk]) for choice in choices]
    over = hearing_is_over(application, now)
    plans = []
    for choice in choices:
        fact = rules.RowFact(
            name=str(choice.row),
            status=choice.row.status,
            proposal=choice.row.proposal,
            choice=choice.choice,
            may=True,
            hearing_over=over,
        )
        outcome = rules.row_outcome(fact)
        plans.append(_Plan(choice, outcome, _delegation(application, choice.row, outcome, actor, now)))
    return plans


def hearing_is_over(application: Application, now: datetime) -> bool:
    """Whether the rows in hearing may be decided now. What was said to rows that were sent back does not count."""
    said = [one for one in certificates.statements(application) if one.row.status == RowStatus.HEARING]
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.HEARING)
    return certificates.hearing_over(
        due_on=limit.due_on if limit else None,
        spoke=bool(said),
        more_will_follow=bool(said and said[-1].more_will_follow),
        on=local_date(now),
    )


def _delegation(
    application: Application, row: DecisionRow, outcome: str, actor: User, now: datetime
) -> Delegation | None:
    if outcome in ("return", "keep"):
        return None
    return programme.delegation_for(
        user=actor,
        act=DecisionAct.GRANT if outcome == "grant" else DecisionAct.REFUSE,
        kind=row.kind,
        office=application.office,
        small_firm=application.small_firm,
        on=local_date(now),
    )


def _proposed_levels(plans: Sequence[_Plan]) -> dict[str, str]:
    return {row.kind: row.level.code for row in (plan.choice.row for plan in plans) if row.level}


def _refuse_unless_possible(
    application: Application,
    plans: Sequence[_Plan],
    levels: Mapping[str, str],
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    on, outcomes = local_date(now), [plan.outcome for plan in plans]
    breaches = [] if reason.strip() else [_("Write your reason.")]
    breaches += _person_breaches(application, outcomes, actor, on)
    breaches += _file_breaches(application, outcomes)
    for plan in plans:
        breaches += _row_breaches(plan)
    granted = {plan.choice.row.kind for plan in plans if plan.outcome == "grant"}
    breaches += certificate_services.level_breaches(application, granted, levels)
    if granted:
        breaches += certificates.grant_obstacles(application, on)
    if breaches:
        raise Refused(_("This decision can’t be taken."), tuple(breaches))


def _person_breaches(application: Application, outcomes: Sequence[str], actor: User, on: date) -> list[str]:
    """What stands against this person: a declared interest; for a decision also an earlier act on the file."""
    breaches = []
    if not free_of_interest(actor, application.operator, on):
        breaches.append(_("You declared an interest in this company."))
    if "return" not in outcomes:
        breaches += programme.breaches(file_id=application.public_id, act=Act.DECIDE, user=actor, on=on)
    return breaches


def _file_breaches(application: Application, outcomes: Sequence[str]) -> list[str]:
    breaches = []
    if rules.mixed_return(outcomes):
        breaches.append(_("A file is sent back whole: choose “send back” for every row or for none."))
    decided = application.decision_rows.filter(status__in=(RowStatus.GRANTED, RowStatus.REFUSED))
    if "return" in outcomes and decided.exists():
        breaches.append(_("A part of this file is decided already. The rest can’t be sent back."))
    if set(outcomes) == {"keep"}:
        breaches.append(_("The hearing still runs. Decide when the trader has spoken or the time has ended."))
    return breaches


def _row_breaches(plan: _Plan) -> list[str]:
    name, breaches = _name(plan.choice.row), []
    if plan.delegation is None and plan.outcome not in ("return", "keep"):
        breaches.append(_("{row}: no delegation lets you take this decision.").format(row=name))
    if plan.outcome in ("hear", "refuse") and not _released(plan.choice):
        breaches.append(_("{row}: write the text the trader will read and its coded ground.").format(row=name))
    return breaches


def _released(choice: RowChoice) -> bool:
    text = choice.released_text or choice.row.released_text
    return bool(text.strip() and (choice.refusal_code or choice.row.refusal_code))


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
    plans: Sequence[_Plan],
    levels: Mapping[str, str],
    act: ActTaken,
    reason: str,
    actor: User,
    now: datetime,
) -> Decided:
    decided, granted_at = Decided(), certificate_services.level_rows(application, levels)
    to_hear = [plan for plan in plans if plan.outcome == "hear"]
    letter = _hearing_letter(application, to_hear, actor, now) if to_hear else None
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


def _hearing_letter(application: Application, plans: Sequence[_Plan], actor: User, now: datetime) -> Letter:
    limit = programme.time_limit(TimeLimitCode.HEARING, application.configuration)
    return letters.send(
        application=application,
        code=LetterCode.HEARING,
        url=reverse("certificates:hearing", args=[application.public_id]),
        kind=NoticeKind.ACTION,
        actor=actor,
        now=now,
        rows=lambda: ", ".join(_name(plan.choice.row) for plan in plans),
        grounds=lambda: "\n\n".join(
            f"{_name(plan.choice.row)}: {plan.choice.released_text or plan.choice.row.released_text}" for plan in plans
        ),
        speak_until=letters.after_receipt(limit),
    )


def _name(row: DecisionRow) -> str:
    return f"{row.get_kind_display()}, {row.operator_type.label}"


def _granted(row: DecisionRow) -> str:
    return _("{row} (level {level})").format(row=_name(row), level=row.level.title) if row.level else _name(row)


def _follow_up(application: Application, decided: Decided, actor: User, now: datetime) -> None:
    """Certificates, benefits, account manager, register, border systems and letters that a decision opens."""
    if decided.granted:
        decided.certificates = certificate_services.issue(
            application=application,
            rows=decided.granted,
            validation=latest_visit(application),
            actor=actor,
            now=now,
        )
        for certificate in decided.certificates:
            benefits.entitle(certificate=certificate, on=certificate.effective_from, actor=actor, now=now)
            correspondence.enqueue(
                "lifecycle.tasks.make_certificate_paper",
                {"certificate_id": certificate.pk},
                now=now,
                once_key=f"paper:{certificate.pk}:{len(certificate.operator_types)}",
            )
        _appoint_manager(application, actor, now)
        covered = cover_group(application=application, certificates_of=decided.certificates, actor=actor, now=now)
        refresh_projection(operators=[application.operator, *covered], now=now)
    if decided.granted or decided.refused:
        _decision_letter(application, decided, actor, now)


def _appoint_manager(application: Application, actor: User, now: datetime) -> None:
    """The company's one address at Customs, told by letter when it is new."""
    before = manager_of(application.operator)
    found = account_management.appoint(operator=application.operator, application=application, actor=actor, now=now)
    if found is None or (before and before.pk == found.pk):
        return
    office = application.office
    letters.send(
        application=application,
        code=LetterCode.WELCOME,
        url=reverse("correspondence:inbox"),
        actor=actor,
        now=now,
        manager=found.officer.full_name,
        phone=found.officer.phone or (office.phone if office else ""),
    )


def _decision_letter(application: Application, decided: Decided, actor: User, now: datetime) -> None:
    rows = [*decided.granted, *decided.refused]
    code = LetterCode.IN_PART if decided.granted and decided.refused else LetterCode.REFUSED
    if not decided.refused:
        code = LetterCode.GRANTED
    appeal = programme.time_limit(TimeLimitCode.APPEAL, application.configuration)
    letter = letters.send(
        application=application,
        code=code,
        url=reverse("certificates:hearing", args=[application.public_id]),
        actor=actor,
        now=now,
        rows=lambda: ", ".join(_name(row) for row in rows),
        granted=lambda: "; ".join(_granted(row) for row in decided.granted),
        refused=lambda: "; ".join(_name(row) for row in decided.refused),
        grounds=lambda: "\n\n".join(f"{_name(row)}: {row.released_text}" for row in decided.refused),
        conditions=lambda: "\n".join(f"{_name(row)}: {row.condition}" for row in decided.granted if row.condition),
        effective_on=letters.long_date(decided.granted[0].effective_on if decided.granted else None),
        appeal_until=letters.after_receipt(appeal),
    )
    certificate_services.set_decision_letter(rows=rows, letter=letter, actor=actor, now=now)


def _move_file(application: Application, plans: Sequence[_Plan], decided: Decided, actor: User, now: datetime) -> None:
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
