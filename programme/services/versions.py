"""Versions: one person prepares a configuration, another publishes it from a day that has not passed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db import connection, models
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Gone, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from programme import rules
from programme.adapters.reference_files import Row, rows
from programme.models import CertificateLevel, Configuration, Figure, LimitCause, SeparationRule, TimeLimit, Version
from programme.selectors.configuration import unsaid_figure
from programme.selectors.levels import levels_as_written
from programme.selectors.separation import facts_of
from programme.states import FIGURE_SPECS, VERSION_TABLE, SeparationMode, SetStatus, TimeLimitCode


@dataclass(slots=True)
class Lines:
    """Everything a version says, as rows that may be saved into it."""

    figures: list[Figure] = field(default_factory=list)
    time_limits: list[TimeLimit] = field(default_factory=list)
    limit_causes: list[LimitCause] = field(default_factory=list)
    separation_rules: list[SeparationRule] = field(default_factory=list)
    levels: list[CertificateLevel] = field(default_factory=list)

    def all(self) -> list[Figure | TimeLimit | LimitCause | SeparationRule | CertificateLevel]:
        return [*self.figures, *self.time_limits, *self.limit_causes, *self.separation_rules, *self.levels]


def prepare_configuration(
    *,
    profile: str = "",
    like: Configuration | None = None,
    valid_from: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Configuration:
    """Draft a new version with the figures of a profile, or those of another version (`like`); it changes nothing until
    another person publishes it."""
    with acting(actor=actor, at=now, reason=reason):
        one_at_a_time("configuration")
        if Configuration.objects.select_for_update().filter(status=SetStatus.DRAFT).exists():
            raise Refused(_("A version already waits to be published. Publish or drop it first."))
        title = like.title if like else profile_title(profile)
        draft = Configuration.objects.create(
            number=next_version(Configuration),
            title=title,
            profile=like.profile if like else profile,
            valid_from=valid_from,
            author_id=actor.actor_id,
            author_label=actor.actor_label,
            edited_at=now,
            edited_by_label=actor.actor_label,
            reason=reason,
        )
        if like:
            copy_lines(like, draft)
        else:
            fill(draft)
        data = {"number": draft.number, "profile": draft.profile, "like": like.number if like else None}
        record("configuration.prepared", subject=draft, data=data)
        return draft


def take_back_configuration(
    *, configuration: Configuration, valid_from: date, reason: str, actor: Actor, now: datetime
) -> Configuration:
    """Draft a version that says again what an earlier published one said. The published ones stay in the record."""
    if configuration.status != SetStatus.PUBLISHED:
        raise Refused(_("Only a published version can be taken up again."))
    if not reason.strip():
        raise Refused(_("Write the reason."))
    return prepare_configuration(like=configuration, valid_from=valid_from, reason=reason, actor=actor, now=now)


def publish_configuration(
    *, configuration: Configuration, edition: int | None = None, actor: Actor, now: datetime
) -> Configuration:
    """Publish a draft: by somebody who wrote none of it, complete, from today or later. `edition` is what that person saw."""
    with acting(actor=actor, at=now):
        row = still_there(configuration)
        if row.status != SetStatus.DRAFT:
            raise Refused(_("{version} has been published meanwhile. It stays as it is.").format(version=row))
        if edition is not None and edition != row.edition:
            raise Refused(stale_text(row))
        if actor.actor_id in row.editors:
            raise Refused(_("You changed a line of this version. Somebody else must publish it."))
        Figure.objects.bulk_create(_unsaid(row, row.figures.all()))
        _refuse_unless_complete(row)
        _publish(row, actor, now, event="configuration.published")
        return row


def drop_configuration(*, configuration: Configuration, actor: Actor, now: datetime) -> None:
    """Throw a draft away."""
    with acting(actor=actor, at=now):
        row = still_there(configuration)
        if row.status != SetStatus.DRAFT:
            raise Refused(_("This version is published. It stays."))
        record("configuration.dropped", subject=row, data={"number": row.number})
        row.delete()


def adopt_profile(
    *, profile: str, valid_from: date, author: Actor, publisher: Actor, now: datetime, reason: str = ""
) -> Configuration:
    """Prepare a version from a profile and have another person publish it, in one act."""
    with acting(actor=author, at=now, reason=reason):
        draft = prepare_configuration(profile=profile, valid_from=valid_from, reason=reason, actor=author, now=now)
        return publish_configuration(configuration=draft, actor=publisher, now=now)


def one_at_a_time(what: str) -> None:
    """Wait for the others who begin the same thing until this act ends: the second one sees what the first one wrote, and
    is told so, where both would take the same number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"programme.{what}"])


_Row = TypeVar("_Row", bound=models.Model)


def still_there(row: _Row) -> _Row:
    """The draft under lock. Raises Refused where somebody dropped it meanwhile."""
    try:
        return locked(row)
    except Gone:
        raise Refused(_("Somebody dropped this draft meanwhile. Nothing was changed.")) from None


def next_version(model: type[Version]) -> int:
    """The number after the highest one given."""
    highest: int | None = model._default_manager.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


@dataclass(frozen=True, slots=True)
class Profile:
    """A starting point that ships with the product."""

    code: str
    title: str
    description: str


def profiles() -> list[Profile]:
    """The starting points in the order they are offered."""
    return [Profile(row["profile"], row["title"], row["description"]) for row in rows("profiles")]


@dataclass(frozen=True, slots=True)
class SmeExample:
    """How somebody else defines a small firm; `fewer_than` is the figure that says the same."""

    defined_by: str
    words: str
    fewer_than: int


def sme_examples() -> list[SmeExample]:
    """The definitions the APEC report names, as examples to choose from."""
    return [
        SmeExample(
            row["defined_by"],
            f"{row['criterion']} {row['operator']} {row['employees']}",
            int(row["employees"]) + (row["operator"] == "<="),
        )
        for row in rows("sme_definitions")
    ]


def profile_title(profile: str) -> str:
    """The name of a profile that ships with the product. Raises Refused for any other."""
    titles = {row["profile"]: row["title"] for row in rows("profiles")}
    if profile not in titles:
        raise Refused(_("There is no profile of this name."))
    return titles[profile]


def stale_text(row: Configuration) -> str:
    """What somebody reads whose page is older than the draft."""
    return _("{name} changed this draft at {time}. Look again before you go on.").format(
        name=row.edited_by_label, time=date_format(localtime(row.edited_at), "H:i") if row.edited_at else ""
    )


def fill(draft: Configuration) -> None:
    """Give a draft the figures, limits, causes, separation rules and levels of its profile."""
    insert_lines(draft, profile_lines(draft.profile))


def profile_lines(profile: str) -> Lines:
    """The lines of a profile as unsaved rows."""
    return Lines(
        figures=[Figure(code=row["code"], value=int(row[profile])) for row in rows("figures")],
        time_limits=[_time_limit(row) for row in rows("time_limits") if row["profile"] == profile],
        limit_causes=[_limit_cause(row) for row in rows("limit_causes") if row["profile"] == profile],
        separation_rules=[_separation_rule(profile, row) for row in rows("separation")],
        levels=[_level(row) for row in rows("levels") if row["profile"] == profile],
    )


def copy_lines(source: Configuration, draft: Configuration) -> None:
    """Give a draft the lines of another version; what that version does not know yet is what counts for it today."""
    lines = Lines(
        figures=list(source.figures.all()),
        time_limits=list(source.time_limits.all()),
        limit_causes=list(source.limit_causes.all()),
        separation_rules=list(source.separation_rules.all()),
        levels=levels_as_written(source),
    )
    lines.figures += _unsaid(source, lines.figures)
    insert_lines(draft, lines)


def _unsaid(source: Configuration, said: Iterable[Figure]) -> list[Figure]:
    """The figures that came after a version was prepared, with the values that count for it."""
    known = {row.code for row in said}
    return [unsaid_figure(code, source) for code in FIGURE_SPECS if code not in known]


def insert_lines(draft: Configuration, lines: Lines) -> None:
    """Write lines into an empty draft; rows that stand in another version are copied."""
    for row in lines.all():
        row.pk, row.configuration = None, draft
        row._state.adding = True
    Figure.objects.bulk_create(lines.figures)
    TimeLimit.objects.bulk_create(lines.time_limits)
    LimitCause.objects.bulk_create(lines.limit_causes)
    SeparationRule.objects.bulk_create(lines.separation_rules)
    CertificateLevel.objects.bulk_create(lines.levels)


def _time_limit(row: Row) -> TimeLimit:
    return TimeLimit(
        code=row["code"],
        amount=int(row["amount"]),
        unit=row["unit"],
        count_event_day=row["count_event_day"] == "yes",
        roll_forward=row["roll_forward"] == "yes",
        ceiling_amount=_whole(row["ceiling_amount"]),
        at_end=row["at_end"],
        remind_before_days=int(row["remind_before_days"]),
        legal_basis=row["legal_basis"],
    )


def _limit_cause(row: Row) -> LimitCause:
    return LimitCause(
        code=row["code"],
        cause=row["cause"],
        effect=row["effect"],
        amount=_whole(row["amount"]),
        unit=row["unit"],
        times=_whole(row["times"]),
        most=_whole(row["most"]),
        by_itself=row["by_itself"] == "yes",
        outside_ceiling=row["outside_ceiling"] == "yes",
    )


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None


def _separation_rule(profile: str, row: Row) -> SeparationRule:
    """A cell says the mode alone, or “REVIEWED by ROLE”."""
    mode, _by, reviewer = row[profile].partition(" by ")
    return SeparationRule(
        first_act=row["first_act"],
        second_act=row["second_act"],
        mode=SeparationMode(mode),
        reviewer_role=reviewer,
    )


def _level(row: Row) -> CertificateLevel:
    words: dict[str, dict[str, str]] = {}
    for column, cell in row.items():
        name, _colon, language = column.partition(":")
        if language and cell:
            words.setdefault(language, {})[name] = cell
    return CertificateLevel(
        kind=row["kind"],
        rank=int(row["rank"]),
        code=row["code"],
        title=row["title"],
        meaning=row["meaning"],
        public=row["public"] == "yes",
        translations=words,
    )


def _refuse_unless_complete(row: Configuration) -> None:
    limits = set(row.time_limits.values_list("code", flat=True))
    if not limits >= set(TimeLimitCode.values):
        raise Refused(_("This version lacks time limits. Complete it first."))
    if rules.missing_pairs(facts_of(list(row.separation_rules.all()))):
        raise Refused(_("This version does not speak of every separated pair. Complete it first."))


def _publish(row: Version, actor: Actor, now: datetime, *, event: str) -> None:
    if row.author_id is not None and row.author_id == actor.actor_id:
        raise Refused(_("You prepared this version. Somebody else must publish it."))
    if row.valid_from is None or row.valid_from < local_date(now):
        raise Refused(_("A version can’t begin on a day that has passed. Choose a later day."))
    also = {"publisher_id": actor.actor_id, "publisher_label": actor.actor_label, "published_at": now}
    data = {"number": row.number, "valid_from": row.valid_from}
    move(row, "publish", table=VERSION_TABLE, event=event, data=data, also=also)
