"""Editing a draft configuration line by line. Each save names the edition it was made from; one made from an older edition is
refused, and whoever saved a line is kept from publishing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, record
from foundation.clock.services import local_date
from programme import rules
from programme.models import Configuration, Figure, LimitCause, SeparationRule, TimeLimit
from programme.states import (
    FIGURE_SPECS,
    NEVER_RELAXED,
    Cause,
    CauseEffect,
    FigureCode,
    SeparationMode,
    SetStatus,
    TimeLimitCode,
)

from .versions import stale_text, still_there


@dataclass(frozen=True, slots=True)
class LimitTerms:
    """What a page says of one time limit."""

    amount: int
    unit: str
    count_event_day: bool
    roll_forward: bool
    from_receipt: bool
    ceiling_amount: int | None
    remind_before_days: int
    at_end: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class CauseTerms:
    """What a page says of one cause; a stop has neither amounts nor times."""

    cause: str
    effect: str
    amount: int | None = None
    unit: str = ""
    times: int | None = None
    most: int | None = None
    by_itself: bool = False
    outside_ceiling: bool = False


def set_figures(
    *,
    draft: Configuration,
    values: Mapping[str, tuple[int, str]],
    edition: int,
    actor: Actor,
    now: datetime,
) -> Configuration:
    """Set figures of the draft: by code the value and its legal basis. Raises Refused for a value outside its bounds."""
    with editing(draft, edition, actor, now) as row:
        for code, (value, _basis) in values.items():
            spec = FIGURE_SPECS[code]
            if not spec.low <= value <= spec.high:
                raise Refused(
                    _("{figure}: choose a value from {low} to {high}.").format(
                        figure=FigureCode(code).label, low=spec.low, high=spec.high
                    )
                )
        for code, (value, basis) in values.items():
            Figure.objects.update_or_create(
                configuration=row, code=code, defaults={"value": value, "legal_basis": basis.strip()}
            )
        changed(row, {"figures": {code: value for code, (value, _basis) in values.items()}})
        return row


def set_time_limit(
    *, draft: Configuration, code: str, terms: LimitTerms, edition: int, actor: Actor, now: datetime
) -> Configuration:
    """Set one time limit of the draft."""
    with editing(draft, edition, actor, now) as row:
        breaches = rules.limit_breaches(
            code=code, amount=terms.amount, ceiling=terms.ceiling_amount, unit=terms.unit, at_end=terms.at_end
        )
        if breaches:
            raise Refused(" ".join(_LIMIT_TEXTS[breach]() for breach in breaches))
        TimeLimit.objects.update_or_create(configuration=row, code=TimeLimitCode(code), defaults=asdict(terms))
        changed(row, {"limit": code, **asdict(terms)})
        return row


def set_cause(
    *,
    draft: Configuration,
    code: str,
    terms: CauseTerms,
    instead_of: LimitCause | None = None,
    edition: int,
    actor: Actor,
    now: datetime,
) -> Configuration:
    """Let a cause stop or extend a limit of the draft, or change what it does (`instead_of`)."""
    with editing(draft, edition, actor, now) as row:
        if terms.effect == CauseEffect.EXTEND and terms.amount and terms.most and terms.most < terms.amount:
            raise Refused(_("The most in all can’t be less than one extension."))
        if terms.effect == CauseEffect.STOP:
            terms = CauseTerms(terms.cause, terms.effect)
        others = row.limit_causes.filter(code=code, cause=terms.cause, effect=terms.effect)
        if instead_of is not None:
            others = others.exclude(pk=instead_of.pk)
        if others.exists():
            raise Refused(_("This limit says already what this cause does. Change that line."))
        values = {"code": TimeLimitCode(code), **asdict(terms), "cause": Cause(terms.cause)}
        if instead_of is None:
            LimitCause.objects.create(configuration=row, **values)
        else:
            row.limit_causes.filter(pk=instead_of.pk).update(**values)
        changed(row, {"limit": code, **asdict(terms)})
        return row


def remove_cause(
    *, draft: Configuration, cause: LimitCause, edition: int, actor: Actor, now: datetime
) -> Configuration:
    """Let a cause no longer stop or extend a limit of the draft."""
    with editing(draft, edition, actor, now) as row:
        row.limit_causes.filter(pk=cause.pk).delete()
        changed(row, {"limit": cause.code, "removed": cause.cause})
        return row


def set_separation(
    *,
    draft: Configuration,
    modes: Sequence[tuple[str, str, str, str]],
    edition: int,
    actor: Actor,
    now: datetime,
) -> Configuration:
    """Set the separation table of the draft: first act, second act, mode, reviewer's role. What is never relaxed stays."""
    with editing(draft, edition, actor, now) as row:
        for first, second, mode, role in modes:
            if (first, second) in NEVER_RELAXED and mode != SeparationMode.FORBIDDEN:
                raise Refused(_("One person may never take both of these acts on a file. This stays forbidden."))
            if mode == SeparationMode.REVIEWED and not role:
                raise Refused(_("Choose who reviews afterwards."))
            SeparationRule.objects.update_or_create(
                configuration=row,
                first_act=first,
                second_act=second,
                defaults={"mode": mode, "reviewer_role": role if mode == SeparationMode.REVIEWED else ""},
            )
        changed(row, {"separation": [list(line) for line in modes]})
        return row


def set_start(
    *, draft: Configuration, valid_from: date, reason: str, edition: int, actor: Actor, now: datetime
) -> Configuration:
    """Set the day from which the draft is to be in force, and why it is needed."""
    with editing(draft, edition, actor, now) as row:
        if valid_from < local_date(now):
            raise Refused(_("A version can’t begin on a day that has passed. Choose a later day."))
        row.valid_from, row.reason = valid_from, reason.strip()
        changed(row, {"valid_from": valid_from})
        return row


@contextmanager
def editing(draft: Configuration, edition: int, actor: Actor, now: datetime) -> Iterator[Configuration]:
    """The draft, locked and at the edition the page was made from."""
    with acting(actor=actor, at=now):
        row = still_there(draft)
        if row.status != SetStatus.DRAFT:
            raise Refused(_("This version is published. It stays."))
        if row.edition != edition:
            raise Refused(stale_text(row))
        row.edition += 1
        row.edited_at, row.edited_by_label = now, actor.actor_label
        if actor.actor_id is not None and actor.actor_id not in row.editors:
            row.editors.append(actor.actor_id)
        yield row


def changed(row: Configuration, data: dict[str, Any]) -> None:
    """Save who changed the draft, and record what."""
    row.save(update_fields=["edition", "editors", "edited_at", "edited_by_label", "valid_from", "reason"])
    record("configuration.draft_changed", subject=row, data={"number": row.number, "edition": row.edition, **data})


_LIMIT_TEXTS = {
    rules.LimitBreach.NO_AMOUNT: lambda: _("A time limit is at least one day."),
    rules.LimitBreach.LOW_CEILING: lambda: _("The most with all extensions can’t be less than the limit itself."),
    rules.LimitBreach.TOO_LONG: lambda: _("Choose at most 3,650 days, 120 months or 10 years."),
    rules.LimitBreach.END_NOT_FITTING: lambda: _(
        "The law can’t deem that at the end of this limit. Choose another end."
    ),
}
