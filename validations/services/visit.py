"""On site: start, record what was seen at each point with photographs and findings, end the visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foundation.audit.services import Refused, acting, locked
from foundation.clock.services import local_date
from foundation.documents import services as documents
from foundation.documents.models import Document
from foundation.documents.states import Confidentiality
from foundation.identity.models import Organisation, User
from foundation.identity.services import create_organisation
from foundation.identity.states import OrganisationKind
from operators.models import Site
from programme.states import Act
from validations import rules
from validations.models import Finding, Point, SampleSuggestion, Validation
from validations.rules import Breach
from validations.selectors import report_obstacles
from validations.states import Grade, PointResult, ValidationStatus

from .planning import site_facts
from .shared import (
    StaleEdit,
    demand_status,
    demand_team,
    lead_of,
    move_visit,
    note,
    settle,
    staff_url,
    take_visit_act,
    tell_staff,
)

WRITABLE = (ValidationStatus.IN_PROGRESS, ValidationStatus.REPORT_DRAFT)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at one point. `version` is the one the person saw."""

    point: Point
    result: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding about to be written."""

    grade: str
    text: str
    due_on: date | None = None


def start(*, validation: Validation, actor: User, now: datetime) -> Validation:
    """The team is at the gate: on the first day at the earliest, and not while other days stand unanswered."""
    with acting(actor=actor, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.NOTIFIED)
        demand_team(validation, actor)
        if validation.offered_dates:
            raise Refused(_("The trader offered other days. Answer first."))
        if validation.starts_on is None or local_date(now) < validation.starts_on:
            raise Refused(_("The visit has not begun yet. Move its day first."))
        move_visit(validation, "start", event="started")
        settle(validation, staff_url(validation), now=now)
        return validation


def record_point(*, point: Point, result: str, note: str, version: int, actor: User, now: datetime) -> Point:
    """Write what was seen at one point. An older version than the stored one raises StaleEdit."""
    seen = Seen(point, result, note, version)
    return record_points(validation=point.validation, entries=[seen], actor=actor, now=now)[0]


def record_points(*, validation: Validation, entries: Sequence[Seen], actor: User, now: datetime) -> list[Point]:
    """Write what was seen at points of one visit, all or nothing. An older version raises StaleEdit."""
    if any(entry.result not in PointResult.values for entry in entries):
        raise Refused(_("Choose what you saw."))
    with acting(actor=actor, at=now):
        validation = _open_visit(validation, actor, now)
        rows = _locked_points(validation, entries)
        return [_record(validation, rows[entry.point.pk], entry, actor, now) for entry in entries]


def add_finding(*, point: Point, grade: str, text: str, due_on: date | None, actor: User, now: datetime) -> Finding:
    """Write a graded finding; a required action carries the day until which it is done."""
    _demand_finding(grade, text, due_on, local_date(now))
    with acting(actor=actor, at=now):
        validation = _open_visit(point.validation, actor, now)
        finding = Finding.objects.create(
            validation=validation, point=point, grade=grade, text=text.strip(), due_on=due_on, found_at=now
        )
        note(validation, "finding_added", subject=finding, data={"grade": grade, "criterion": point.criterion.code})
        return finding


def change_finding(
    *, finding: Finding, grade: str, text: str, due_on: date | None, actor: User, now: datetime
) -> Finding:
    """Correct a finding before the report leaves the team."""
    _demand_finding(grade, text, due_on, local_date(now))
    with acting(actor=actor, at=now):
        validation = _open_visit(finding.validation, actor, now)
        finding = locked(finding)
        finding.grade, finding.text, finding.due_on = grade, text.strip(), due_on
        finding.save(update_fields=["grade", "text", "due_on"])
        note(validation, "finding_changed", subject=finding, data={"grade": grade})
        return finding


def remove_finding(*, finding: Finding, actor: User, now: datetime) -> None:
    """Take a finding back before the report leaves the team; its history stays."""
    with acting(actor=actor, at=now):
        validation = _open_visit(finding.validation, actor, now)
        finding = locked(finding)
        note(validation, "finding_removed", subject=finding, data={"grade": finding.grade})
        finding.delete()


def record_entry(
    *,
    point: Point,
    result: str,
    note: str,
    version: int,
    finding: NewFinding | None = None,
    photos: "Sequence[UploadedFile[Any]]" = (),
    actor: User,
    now: datetime,
) -> Point:
    """All that one page of the checklist sends: result and note, photographs, a finding. All of it or nothing."""
    with acting(actor=actor, at=now):
        point = record_point(point=point, result=result, note=note, version=version, actor=actor, now=now)
        for photo in photos:
            point.documents.add(_photograph(point, photo, actor, now))
        if finding is not None:
            add_finding(
                point=point, grade=finding.grade, text=finding.text, due_on=finding.due_on, actor=actor, now=now
            )
        if report_gap(point):
            raise Refused(_("A must that is not met needs a required action with a date. Add it."))
        return point


def report_gap(point: Point) -> bool:
    """Whether a failed must still lacks its required action (VLD-R06)."""
    if not rules.needs_action(result=point.result, weight=point.criterion.weight):
        return False
    return not Finding.objects.filter(point=point, grade=Grade.REQUIRED_ACTION).exists()


def end_visit(*, validation: Validation, actor: User, now: datetime) -> Validation:
    """The closing meeting is over: every point has its result."""
    with acting(actor=actor, at=now):
        validation = locked(validation)
        demand_status(validation, ValidationStatus.IN_PROGRESS)
        demand_team(validation, actor)
        obstacles = report_obstacles(validation)
        if obstacles:
            raise Refused(" ".join(obstacles), tuple(obstacles))
        on = local_date(now)
        move_visit(validation, "end_visit", event="visited", disclosed=True, also={"visited_on": on}, data={"on": on})
        tell_staff(
            validation,
            [lead_of(validation)],
            lambda: _("Write the report"),
            page="report",
            action=True,
            actor=actor,
            now=now,
        )
        return validation


# --- parts ------------------------------------------------------------------------------------------------------------


def _open_visit(validation: Validation, actor: User, now: datetime) -> Validation:
    """The visit, locked against its ending, with a declared member of its team acting, who so validates."""
    validation = locked(validation)
    demand_status(validation, *WRITABLE)
    demand_team(validation, actor)
    take_visit_act(validation, actor, Act.VALIDATE, now)
    return validation


def _locked_points(validation: Validation, entries: Sequence[Seen]) -> dict[int, Point]:
    rows = validation.points.filter(pk__in=[entry.point.pk for entry in entries]).order_by("pk")
    return {
        row.pk: row for row in rows.select_related("criterion", "site", "checked_by").select_for_update(of=("self",))
    }


def _record(validation: Validation, point: Point, seen: Seen, actor: User, now: datetime) -> Point:
    if point.version != seen.version:
        raise StaleEdit(point, point.checked_by.full_name if point.checked_by else _("Somebody"))
    point.result, point.note, point.checked_by, point.checked_at = seen.result, seen.note.strip(), actor, now
    point.version += 1
    point.save(update_fields=["result", "note", "checked_by", "checked_at", "version"])
    _note_point(validation, point)
    if rules.needs_action(result=point.result, weight=point.criterion.weight) and point.site:
        _suggest(validation, point, point.site, actor, now)
    return point


def _note_point(validation: Validation, point: Point) -> None:
    place = point.site.name if point.site else ""
    note(
        validation,
        "point_recorded",
        subject=point,
        data={"criterion": point.criterion.code, "site": place, "result": point.result, "version": point.version},
    )


def _demand_finding(grade: str, text: str, due_on: date | None, on: date) -> None:
    if grade not in Grade.values:
        raise Refused(_("Choose the grade of the finding."))
    sentences = {
        Breach.TEXT_MISSING: _("Write the finding as the trader will read it."),
        Breach.DATE_MISSING: _("A required action needs the day until which it is done."),
        Breach.DATE_PAST: _("Choose a day after today until which it is done."),
    }
    reasons = tuple(
        sentences[breach] for breach in rules.finding_breaches(grade=grade, text=text, due_on=due_on, on=on)
    )
    if reasons:
        raise Refused(" ".join(reasons), reasons)


def _suggest(validation: Validation, point: Point, site: Site, actor: User, now: datetime) -> None:
    """Write down which sites may share the failure; a person decides whether to visit them."""
    sampled = validation.sites.values("site")
    others = list(validation.operator.sites.filter(closed_on__isnull=True).exclude(pk__in=sampled).order_by("pk"))
    keys = rules.enlargement(site_facts(site), [site_facts(other) for other in others])
    known = set(SampleSuggestion.objects.filter(validation=validation).values_list("site", flat=True))
    new = [key for key in keys if key not in known]
    if not new:
        return
    SampleSuggestion.objects.bulk_create(
        [SampleSuggestion(validation=validation, site_id=key, point=point, made_at=now) for key in new]
    )
    note(
        validation, "enlargement_suggested", subject=point, data={"sites": len(new), "criterion": point.criterion.code}
    )
    people = [lead_of(validation), validation.application.case_officer if validation.application else None]
    tell_staff(validation, people, lambda: _("A must failed: further sites may be affected"), actor=actor, now=now)


def _photograph(point: Point, photo: "UploadedFile[Any]", actor: User, now: datetime) -> Document:
    """Photographs of a visit are Customs' own papers: they never stand in the company's library."""
    title = f"{point.criterion.code}, {point.site.name if point.site else point.validation.operator}"
    document = documents.upload(
        organisation=_customs(actor, now),
        upload=photo,
        title=title[:200],
        confidentiality=Confidentiality.OFFICERS,
        uploader=actor,
        uploader_label=actor.actor_label,
        now=now,
    )
    if not document.content_type.startswith("image/"):
        raise Refused(_("This isn’t a picture we can read. Take it again."))
    return document


def _customs(actor: User, now: datetime) -> Organisation:
    """The administration as a body: the owner of what officers collect."""
    found = Organisation.objects.filter(kind=OrganisationKind.CUSTOMS).order_by("pk").first()
    if found is not None:
        return found
    return create_organisation(
        kind=OrganisationKind.CUSTOMS, name=settings.BRAND["administration"], actor=actor, now=now
    )
