"""What a decision maker chooses row by row, what comes of it, and every reason for which it can’t be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.models import Application
from certificates import selectors as certificates
from certificates import services as certificate_services
from certificates.models import DecisionRow
from certificates.states import RowStatus
from foundation.audit.services import Refused
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date
from foundation.identity.models import User
from lifecycle import rules
from operators.selectors import free_of_interest
from programme import selectors as programme
from programme.models import Delegation
from programme.states import Act, DecisionAct, TimeLimitCode


@dataclass(frozen=True, slots=True)
class RowChoice:
    """The decision maker's choice for one row: `agree`, `otherwise` or `return`."""

    row: DecisionRow
    choice: str
    released_text: str = ""
    refusal_code: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One row with what its choice does and by which delegation."""

    choice: RowChoice
    outcome: str
    delegation: Delegation | None


def plans_for(application: Application, choices: Sequence[RowChoice], actor: User, now: datetime) -> list[Plan]:
    """What each choice does to its row, under lock. Raises Refused when the rows are not those that wait now."""
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
        plans.append(Plan(choice, outcome, _delegation(application, choice.row, outcome, actor, now)))
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


def proposed_levels(plans: Sequence[Plan]) -> dict[str, str]:
    """The levels that stand in the proposal, kind → code."""
    return {row.kind: row.level.code for row in (plan.choice.row for plan in plans) if row.level}


def refuse_unless_possible(
    application: Application,
    plans: Sequence[Plan],
    levels: Mapping[str, str],
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    """Raises Refused with every reason at once: of this person, of the file, of a row, of a level, of a grant."""
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


def _row_breaches(plan: Plan) -> list[str]:
    name, breaches = plan.choice.row.label, []
    if plan.delegation is None and plan.outcome not in ("return", "keep"):
        breaches.append(_("{row}: no delegation lets you take this decision.").format(row=name))
    if plan.outcome in ("hear", "refuse") and not _released(plan.choice):
        breaches.append(_("{row}: write the text the trader will read and its coded ground.").format(row=name))
    return breaches


def _released(choice: RowChoice) -> bool:
    text = choice.released_text or choice.row.released_text
    return bool(text.strip() and (choice.refusal_code or choice.row.refusal_code))
