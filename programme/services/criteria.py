"""The draft of a criteria set: begun as a copy, written by several people at once, published by somebody who wrote none
of it, thrown away. A published set never changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, current_act, locked, move, record
from foundation.clock.services import local_date
from programme import rules, selectors
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, Section
from programme.states import VERSION_TABLE, HoldersFrom, SetStatus

from .versions import next_version

Part = TypeVar("Part", Section, ApplicabilityQuestion, Criterion)


class StaleDraft(Refused):
    """Somebody else saved this part meanwhile. `theirs` is the row as it stands; nothing was overwritten."""

    def __init__(self, theirs: Section | ApplicabilityQuestion | Criterion) -> None:
        self.theirs = theirs
        text = _("{name} changed this. Your text is below; the other is beside it. Choose what to keep.")
        super().__init__(text.format(name=theirs.edited_by_label))


def begin_criteria_draft(*, reason: str, like: CriteriaSet | None = None, actor: Actor, now: datetime) -> CriteriaSet:
    """Draft a new version as a copy of the newest published one, or of an earlier one that is taken up again (`like`); it
    changes nothing until another person publishes it."""
    with acting(actor=actor, at=now, reason=reason):
        newest = selectors.latest_criteria_set()
        if newest is None:
            raise Refused(_("No version is published yet. Load the reference data first."))
        base = like or newest
        if base.status != SetStatus.PUBLISHED:
            raise Refused(_("Only a published version can be taken up again."))
        locked(newest)  # two people who begin at once: the second one sees the first one's draft
        if selectors.draft_criteria_set():
            raise Refused(_("A version is being written already. Publish or drop it first."))
        draft = CriteriaSet.objects.create(
            number=next_version(CriteriaSet),
            title=base.title,
            author_id=actor.actor_id,
            author_label=actor.actor_label,
            reason=reason,
        )
        _copy(base, draft)
        record("criteria_set.begun", subject=draft, data={"number": draft.number, "copy_of": base.number})
        return draft


def _copy(base: CriteriaSet, draft: CriteriaSet) -> None:
    """Sections, start questions and criteria, set by set: six statements whatever their number."""
    sections = _copies(list(Section.objects.filter(criteria_set=base)), draft)
    places = {row.letter: row for row in Section.objects.bulk_create(sections)}
    ApplicabilityQuestion.objects.bulk_create(
        _copies(list(ApplicabilityQuestion.objects.filter(criteria_set=base)), draft)
    )
    criteria = _copies(list(Criterion.objects.filter(criteria_set=base).select_related("section")), draft)
    for row in criteria:
        row.section = places[row.section.letter]
    Criterion.objects.bulk_create(criteria, batch_size=500)


def _copies(rows: list[Part], draft: CriteriaSet) -> list[Part]:
    for row in rows:
        row.pk, row.criteria_set, row.version = None, draft, 1
        row.edited_at, row.edited_by_label = None, ""
        row._state.adding = True
    return rows


def drop_criteria_draft(*, criteria_set: CriteriaSet, actor: Actor, now: datetime) -> None:
    """Throw a draft away."""
    with acting(actor=actor, at=now):
        row = _open_draft(criteria_set)
        record("criteria_set.dropped", subject=row, data={"number": row.number})
        row.delete()


def save_part(*, part: Part, values: Mapping[str, Any], version: int, actor: Actor, now: datetime) -> Part:
    """Change a section, start question or criterion of the draft. Raises StaleDraft when somebody saved meanwhile."""
    with acting(actor=actor, at=now):
        written_by(part.criteria_set, actor)
        row = locked(part)
        if row.version != version:
            raise StaleDraft(row)
        changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
        if not changed:
            return row
        _set(row, values, now)
        row.version += 1
        row.save()
        record(f"{_kind(row)}.changed", subject=row, data={**_named(row), "fields": changed})
        return row


def save_translation(
    *, part: Part, language: str, texts: Mapping[str, str], version: int, actor: Actor, now: datetime
) -> Part:
    """Write the words of another language; an empty text falls back to the first language."""
    kept = {name: text for name, text in texts.items() if text}
    others = {code: words for code, words in part.translations.items() if code != language}
    translations = {**others, language: kept} if kept else others
    return save_part(part=part, values={"translations": translations}, version=version, actor=actor, now=now)


def add_part(
    *, model: type[Part], criteria_set: CriteriaSet, values: Mapping[str, Any], actor: Actor, now: datetime
) -> Part:
    """Put a section, start question or criterion into the draft, after those that stand there."""
    with acting(actor=actor, at=now):
        draft = written_by(criteria_set, actor)
        row = model(criteria_set=draft)
        _set(row, values, now)
        if not isinstance(row, Section):
            row.position = _next_position(draft, row)
        _refuse_known(row)
        row.save(force_insert=True)
        record(f"{_kind(row)}.added", subject=row, data=_named(row))
        return row


def remove_part(*, part: Part, actor: Actor, now: datetime) -> None:
    """Take a section, start question or criterion out of the draft, with what rests on nothing else."""
    with acting(actor=actor, at=now):
        draft = written_by(part.criteria_set, actor)
        row = locked(part)
        if isinstance(row, Section) and row.criteria.exists():
            raise Refused(_("The section still has criteria. Take them out first."))
        if isinstance(row, ApplicabilityQuestion):
            resting = draft.criteria.filter(applies_when__contains=[row.key]).values_list("code", flat=True)
            if resting:
                text = _("These criteria rest on the question: {codes}. Change them first.")
                raise Refused(text.format(codes=", ".join(resting)))
        record(f"{_kind(row)}.removed", subject=row, data=_named(row))
        row.delete()


def set_effect(
    *,
    criteria_set: CriteriaSet,
    valid_from: date,
    holders_from: str,
    holders_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> CriteriaSet:
    """From when the draft counts for new files, and from when for those who hold a certificate."""
    with acting(actor=actor, at=now, reason=reason):
        row = written_by(criteria_set, actor)
        if valid_from < local_date(now):
            raise Refused(_("A version can’t begin on a day that has passed. Choose a later day."))
        by_date = holders_from == HoldersFrom.DATE
        if by_date and (holders_on is None or holders_on < valid_from):
            raise Refused(_("Holders can’t meet a version before it is in force. Choose a later day."))
        row.valid_from, row.holders_from, row.reason = valid_from, holders_from, reason
        row.holders_on = holders_on if by_date else None
        row.save(update_fields=["valid_from", "holders_from", "holders_on", "reason"])
        data = {"valid_from": valid_from, "holders_from": holders_from, "holders_on": row.holders_on}
        record("criteria_set.effect_set", subject=row, data=data)
        return row


def publish_criteria_set(*, criteria_set: CriteriaSet, actor: Actor, now: datetime) -> CriteriaSet:
    """Publish the draft: whole, from today or later, by somebody who wrote none of it. Files that run keep theirs."""
    with acting(actor=actor, at=now):
        row = locked(criteria_set)
        if actor.actor_id is not None and actor.actor_id in (row.author_id, *row.editor_ids):
            raise Refused(_("You wrote a part of this version. Somebody else must publish it."))
        if row.valid_from is None or row.valid_from < local_date(now):
            raise Refused(_("A version can’t begin on a day that has passed. Choose a later day."))
        problems = selectors.problems_of(row, on=row.valid_from) if row.status == SetStatus.DRAFT else []
        if problems:
            raise Refused(_("This version is not complete: {first}").format(first=problems[0]), tuple(problems))
        also = {"publisher_id": actor.actor_id, "publisher_label": actor.actor_label, "published_at": now}
        data = {"number": row.number, "valid_from": row.valid_from, "holders_from": row.holders_from}
        move(row, "publish", table=VERSION_TABLE, event="criteria_set.published", data=data, also=also)
        return row


def _open_draft(criteria_set: CriteriaSet) -> CriteriaSet:
    row = CriteriaSet.objects.select_for_update().filter(pk=criteria_set.pk).first()
    if row is None or row.status != SetStatus.DRAFT:
        raise Refused(_("This version is published or dropped meanwhile. Nothing was changed."))
    return row


def written_by(criteria_set: CriteriaSet, actor: Actor) -> CriteriaSet:
    """The draft under lock, with this person among those who wrote it."""
    row = _open_draft(criteria_set)
    if actor.actor_id is not None and actor.actor_id not in row.editor_ids:
        row.editor_ids = [*row.editor_ids, actor.actor_id]
        row.save(update_fields=["editor_ids"])
    return row


def _set(row: Section | ApplicabilityQuestion | Criterion, values: Mapping[str, Any], now: datetime) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.edited_at, row.edited_by_label = now, current_act().actor.actor_label


def _kind(row: Section | ApplicabilityQuestion | Criterion) -> str:
    names: dict[type, str] = {Section: "section", ApplicabilityQuestion: "start_question", Criterion: "criterion"}
    return names[type(row)]


def _named(row: Section | ApplicabilityQuestion | Criterion) -> dict[str, str]:
    if isinstance(row, Section):
        return {"letter": row.letter}
    return {"code": row.code} if isinstance(row, Criterion) else {"key": row.key}


def _next_position(draft: CriteriaSet, row: ApplicabilityQuestion | Criterion) -> int:
    """Behind its neighbours: a criterion shares the place of its section's last one and follows it by its id."""
    rows = (
        draft.questions.all() if isinstance(row, ApplicabilityQuestion) else draft.criteria.filter(section=row.section)
    )
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    if isinstance(row, ApplicabilityQuestion) or last is None:
        every = draft.questions if isinstance(row, ApplicabilityQuestion) else draft.criteria
        return (every.aggregate(last=Max("position"))["last"] or 0) + 1
    return last


def _refuse_known(row: Section | ApplicabilityQuestion | Criterion) -> None:
    rows = type(row)._default_manager.filter(criteria_set=row.criteria_set, **_named(row))
    if rows.exists():
        raise Refused(
            _("{name} stands in this version already. Choose another.").format(name=next(iter(_named(row).values())))
        )
    if isinstance(row, Criterion) and rules.letter_of(row.code) != row.section.letter:
        raise Refused(
            _("The code must begin with the letter of its section: {letter}.").format(letter=row.section.letter)
        )
