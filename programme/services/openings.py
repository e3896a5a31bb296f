"""When operator types take applications, one by one or in stages with time between them, and what they are called in other
languages."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from programme import rules, selectors
from programme.models import OperatorType


def set_opening(
    *, operator_type: OperatorType, opens_on: date | None, closes_on: date | None, actor: Actor, now: datetime
) -> OperatorType:
    """Open or close an operator type. Files that run are not touched."""
    with acting(actor=actor, at=now):
        row = locked(operator_type)
        if closes_on and (opens_on is None or closes_on < opens_on):
            raise Refused(_("The closing day can’t lie before the opening day."))
        if opens_on:
            refuse_lacking([row], opens_on=max(opens_on, local_date(now)))
        row.opens_on, row.closes_on = opens_on, closes_on
        row.save(update_fields=["opens_on", "closes_on"])
        data = {"token": row.token, "opens_on": opens_on, "closes_on": closes_on}
        record("operator_type.opening_changed", subject=row, data=data)
        return row


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


def open_in_stages(
    *, stages: Sequence[Sequence[OperatorType]], first_on: date, months_between: int, actor: Actor, now: datetime
) -> dict[str, date]:
    """Open groups of types one after the other, months apart; gives type token → day. All of it or nothing.

    Types that take applications already keep their day.
    """
    with acting(actor=actor, at=now):
        today = local_date(now)
        if first_on < today:
            raise Refused(_("A stage can’t begin on a day that has passed. Choose a later day."))
        days: dict[str, date] = {}
        for opens_on, group in zip(rules.stage_days(first_on, months_between, len(stages)), stages, strict=True):
            rows = [locked(row) for row in group]
            refuse_lacking(rows, opens_on=opens_on)
            for row in rows:
                if not rules.is_open(opens_on=row.opens_on, closes_on=row.closes_on, on=today):
                    set_opening(operator_type=row, opens_on=opens_on, closes_on=None, actor=actor, now=now)
                    days[row.token] = opens_on
        return days


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
