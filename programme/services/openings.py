"""When operator types take applications, one by one or in stages with time between them, proposed by one person and confirmed
by another; and what types are called in other languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from programme import rules, selectors
from programme.models import OpeningLine, OpeningPlan, OperatorType
from programme.states import OPENING_TABLE

from .versions import one_at_a_time


@dataclass(frozen=True, slots=True)
class TypeOpening:
    """When a type is to take applications; while a test group runs, of so many companies."""

    type: OperatorType
    opens_on: date | None = None
    closes_on: date | None = None
    most_companies: int | None = None
    group_until: date | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("opens_on", "closes_on", "most_companies", "group_until")}


def set_type_words(
    *, operator_type: OperatorType, language: str, label: str, description: str, actor: Actor, now: datetime
) -> OperatorType:
    """Name a type in another language, with what it means. What is left empty is shown in the first language."""
    with acting(actor=actor, at=now):
        row = locked(operator_type)
        if language not in selectors.further_languages():
            raise Refused(_("This language is not set up here."))
        texts = {"label": label.strip(), "description": description.strip()}
        others = {code: words for code, words in row.translations.items() if code != language}
        kept = {name: text for name, text in texts.items() if text}
        row.translations = {**others, language: kept} if kept else others
        row.save(update_fields=["translations"])
        data = {"token": row.token, "language": language, **texts}
        record("operator_type.words_changed", subject=row, data=data)
        return row


def propose_openings(*, lines: Sequence[TypeOpening], reason: str, actor: Actor, now: datetime) -> OpeningPlan:
    """Propose when types open or close and for how many companies. Nothing changes until another person confirms."""
    with acting(actor=actor, at=now, reason=reason):
        one_at_a_time("openings")
        _refuse_wrong(lines, now)
        waiting = selectors.types_waiting_to_open() & {line.type.pk for line in lines}
        if waiting:
            names = ", ".join(line.type.label for line in lines if line.type.pk in waiting)
            raise Refused(
                _("Days for {types} wait to be confirmed already. Confirm or drop them first.").format(types=names)
            )
        plan = OpeningPlan.objects.create(
            reason=reason, author_id=actor.actor_id, author_label=actor.actor_label, proposed_at=now
        )
        OpeningLine.objects.bulk_create(
            OpeningLine(plan=plan, operator_type=line.type, **line.values) for line in lines
        )
        record("opening.proposed", subject=plan, data={"types": [line.type.token for line in lines]})
        return plan


def propose_stages(
    *,
    stages: Sequence[Sequence[OperatorType]],
    first_on: date,
    months_between: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> OpeningPlan:
    """Propose that groups of types open one after the other, months apart. Types that take applications keep their day."""
    today = local_date(now)
    if first_on < today:
        raise Refused(_("A stage can’t begin on a day that has passed. Choose a later day."))
    days = rules.stage_days(first_on, months_between, len(stages))
    lines = [
        TypeOpening(row, opens_on=day)
        for day, group in zip(days, stages, strict=True)
        for row in group
        if not rules.is_open(opens_on=row.opens_on, closes_on=row.closes_on, on=today)
    ]
    return propose_openings(lines=lines, reason=reason, actor=actor, now=now)


def confirm_openings(*, plan: OpeningPlan, actor: Actor, now: datetime) -> OpeningPlan:
    """Let the days of a plan hold: by somebody else than its author, all of it or nothing. Files that run stay."""
    with acting(actor=actor, at=now):
        row = locked(plan)
        if row.author_id is not None and row.author_id == actor.actor_id:
            raise Refused(_("You proposed these days. Somebody else must confirm them."))
        lines = selectors.opening_lines(row)
        _refuse_wrong([_as_opening(line) for line in lines], now)
        for line in lines:
            _open(locked(line.operator_type), _as_opening(line))
        also = {"settled_by_id": actor.actor_id, "settled_by_label": actor.actor_label, "settled_at": now}
        move(row, "confirm", table=OPENING_TABLE, event="opening.confirmed", also=also)
        return row


def drop_openings(*, plan: OpeningPlan, actor: Actor, now: datetime) -> OpeningPlan:
    """Throw days away that nobody confirmed."""
    with acting(actor=actor, at=now):
        row = locked(plan)
        also = {"settled_by_id": actor.actor_id, "settled_by_label": actor.actor_label, "settled_at": now}
        move(row, "drop", table=OPENING_TABLE, event="opening.dropped", also=also)
        return row


def _as_opening(line: OpeningLine) -> TypeOpening:
    return TypeOpening(line.operator_type, line.opens_on, line.closes_on, line.most_companies, line.group_until)


def _open(row: OperatorType, opening: TypeOpening) -> None:
    for name, value in opening.values.items():
        setattr(row, name, value)
    row.save(update_fields=list(opening.values))
    record("operator_type.opening_changed", subject=row, data={"token": row.token, **opening.values})


def _refuse_wrong(lines: Sequence[TypeOpening], now: datetime) -> None:
    """Days in order, a test group of a size, and criteria in each section the type needs."""
    if not lines:
        raise Refused(_("Each of these types takes applications already. Nothing would change."))
    for line in lines:
        if line.closes_on and (line.opens_on is None or line.closes_on < line.opens_on):
            raise Refused(_("The closing day can’t lie before the opening day."))
        if line.group_until and not line.most_companies:
            raise Refused(_("Write how many companies the test group has, or leave its last day empty."))
        if line.opens_on and line.group_until and line.group_until < line.opens_on:
            raise Refused(_("The test group can’t end before the type opens."))
    by_day: dict[date, list[OperatorType]] = {}
    for line in lines:
        if line.opens_on:
            by_day.setdefault(max(line.opens_on, local_date(now)), []).append(line.type)
    for opens_on, types in by_day.items():
        refuse_lacking(types, opens_on=opens_on)


def refuse_lacking(types: Iterable[OperatorType], *, opens_on: date) -> None:
    """PRG-R22: refuse to open a type while the published criteria say nothing in a section its family needs."""
    rows = list(types)
    lacking = selectors.sections_lacking(selectors.criteria_set(opens_on), rows)
    if not lacking:
        return
    labels = {row.token: row.label for row in rows}
    text = _("{type} can’t be opened: the criteria of {day} have none for it in section {sections}. Add them first.")
    problems = tuple(
        text.format(type=labels[token], day=date_format(opens_on, "j F Y"), sections=", ".join(letters))
        for token, letters in lacking.items()
    )
    raise Refused(problems[0], problems)
