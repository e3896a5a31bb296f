"""Versions: one person prepares a configuration, another publishes it from a day that has not passed."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from programme import rules
from programme.adapters.reference_files import Row, rows
from programme.models import Configuration, Figure, SeparationRule, TimeLimit, Version
from programme.selectors.separation import facts_of
from programme.states import VERSION_TABLE, FigureCode, SeparationMode, SetStatus, TimeLimitCode


def prepare_configuration(*, profile: str, valid_from: date, reason: str, actor: Actor, now: datetime) -> Configuration:
    """Draft a new version with the figures of a profile; it changes nothing until another person publishes it."""
    with acting(actor=actor, at=now, reason=reason):
        if Configuration.objects.filter(status=SetStatus.DRAFT).exists():
            raise Refused(_("A version already waits to be published. Publish or drop it first."))
        draft = Configuration.objects.create(
            number=next_version(Configuration),
            title=profile_title(profile),
            profile=profile,
            valid_from=valid_from,
            author_id=actor.actor_id,
            author_label=actor.actor_label,
            reason=reason,
        )
        fill(draft)
        record("configuration.prepared", subject=draft, data={"number": draft.number, "profile": profile})
        return draft


def publish_configuration(*, configuration: Configuration, actor: Actor, now: datetime) -> Configuration:
    """Publish a draft: by somebody else than its author, complete, from today or later."""
    with acting(actor=actor, at=now):
        row = locked(configuration)
        _refuse_unless_complete(row)
        _publish(row, actor, now, event="configuration.published")
        return row


def drop_configuration(*, configuration: Configuration, actor: Actor, now: datetime) -> None:
    """Throw a draft away."""
    with acting(actor=actor, at=now):
        row = locked(configuration)
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


def next_version(model: type[Version]) -> int:
    """The number after the highest one given."""
    highest: int | None = model._default_manager.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def profile_title(profile: str) -> str:
    """The name of a profile that ships with the product. Raises Refused for any other."""
    titles = {row["profile"]: row["title"] for row in rows("profiles")}
    if profile not in titles:
        raise Refused(_("There is no profile of this name."))
    return titles[profile]


def fill(draft: Configuration) -> None:
    """Give a draft the figures, limits and separation rules of its profile."""
    Figure.objects.bulk_create(
        Figure(configuration=draft, code=row["code"], value=int(row[draft.profile])) for row in rows("figures")
    )
    TimeLimit.objects.bulk_create(
        _time_limit(draft, row) for row in rows("time_limits") if row["profile"] == draft.profile
    )
    SeparationRule.objects.bulk_create(_separation_rule(draft, row) for row in rows("separation"))


def _time_limit(draft: Configuration, row: Row) -> TimeLimit:
    return TimeLimit(
        configuration=draft,
        code=row["code"],
        amount=int(row["amount"]),
        unit=row["unit"],
        count_event_day=row["count_event_day"] == "yes",
        roll_forward=row["roll_forward"] == "yes",
        extension_amount=int(row["extension_amount"]),
        remind_before_days=int(row["remind_before_days"]),
        legal_basis=row["legal_basis"],
    )


def _separation_rule(draft: Configuration, row: Row) -> SeparationRule:
    """A cell says the mode alone, or “REVIEWED by ROLE”."""
    mode, _by, reviewer = row[draft.profile].partition(" by ")
    return SeparationRule(
        configuration=draft,
        first_act=row["first_act"],
        second_act=row["second_act"],
        mode=SeparationMode(mode),
        reviewer_role=reviewer,
    )


def _refuse_unless_complete(row: Configuration) -> None:
    figures = set(row.figures.values_list("code", flat=True))
    limits = set(row.time_limits.values_list("code", flat=True))
    if figures < set(FigureCode.values) or limits < set(TimeLimitCode.values):
        raise Refused(_("This version lacks figures or time limits. Complete it first."))
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
