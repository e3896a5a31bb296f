"""The header that stands on every tab of a file, and the clock panel of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import rules
from applications.models import Application, InformationRequest
from applications.states import WORKING
from foundation.clock.selectors import ClockPanel, PanelRow, clock_panel, latest_limit
from foundation.clock.states import LimitPhase
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.permissions import Permission, permissions_on_file
from programme.selectors import calendar
from programme.states import Kind

from .standing import Standing, clock_words, day_month, standing


@dataclass(frozen=True, slots=True)
class Fact:
    """A word and its value in the identity bar."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One event of a limit, as both sides read it."""

    on: date
    title: str
    reason: str
    used: int
    due_then: date | None
    stands_still: bool
    by: str = ""
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClockSegment:
    """A stretch of the bar, as the tag `clock_bar` takes it."""

    days: int
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """“How the time limit is counted”: a sentence, the table of events, the bar beside it."""

    words: str
    tag_text: str
    tag_colour: str
    used: int
    total: int
    unit: str
    rows: tuple[ClockRow, ...]
    segments: tuple[ClockSegment, ...]
    due_if_resumed: date | None
    legal_basis: str
    marks: tuple[dict[str, object], ...] = ()

    @property
    def bar(self) -> list[dict[str, object]]:
        return [{"days": part.days, "kind": part.kind, "text": part.text} for part in self.segments]


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the dossier. `name` is the URL name; the template marks the one that is shown."""

    text: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Identity bar, tabs and standing: the same on every page of a file."""

    application: Application
    title: str
    facts: tuple[Fact, ...]
    standing: Standing
    tabs: tuple[Tab, ...]
    can_ask: bool
    can_assign: bool
    can_work: bool

    @property
    def tag_text(self) -> str:
        return self.standing.tag_text

    @property
    def tag_colour(self) -> str:
        return self.standing.tag_colour


def dossier(application: Application, user: User, on: date) -> Dossier:
    """The header for this reader: tabs of rooms the reader may not enter are left out."""
    held = permissions_on_file(user, application.public_id, on, application.office_id)
    return Dossier(
        application=application,
        title=application.operator.legal_name,
        facts=facts_of_identity(application),
        standing=standing(application, on),
        tabs=tuple(_tabs(application, held)),
        can_ask=Permission.FILE_WORK in held and application.status in WORKING,
        can_assign=Permission.FILE_ASSIGN in held,
        can_work=Permission.FILE_WORK in held or Permission.FILE_ASSIGN in held,
    )


def facts_of_identity(application: Application) -> tuple[Fact, ...]:
    """TIN, number, kinds, types, size."""
    operator = application.operator
    sites = operator.sites.filter(closed_on__isnull=True).count()
    size = ngettext("%(n)s site", "%(n)s sites", sites) % {"n": sites}
    people = ngettext("%(n)s employee", "%(n)s employees", operator.employees) % {"n": operator.employees}
    return (
        Fact(_("TIN"), operator.tin, code=True),
        Fact(_("File"), application.number, code=True),
        Fact("", kinds_words(application.kinds)),
        Fact("", types_words(application)),
        Fact("", f"{size}, {people}"),
    )


def kinds_words(kinds: Iterable[str]) -> str:
    """Simplification and security."""
    labels = [str(Kind(kind).label) for kind in sorted(kinds, key=Kind.values.index)]
    first, *rest = labels
    return " ".join([first, *(f"{_('and')} {label.lower()}" for label in rest)])


def types_words(application: Application) -> str:
    """Exporter, manufacturer."""
    first, *rest = [row.label for row in application.operator_types.all()] or [""]
    return ", ".join([first, *(label.lower() for label in rest)])


def clock(application: Application, on: date) -> ClockView | None:
    """The limit that counts now with its events, else the last one of the decision; None while none has started."""
    kind = rules.counted_limit(application.status, application.resumes_at) or "application.decision"
    limit = latest_limit(file_id=application.public_id, kind=kind)
    if limit is None:
        return None
    panel = clock_panel(limit, calendar(application.office, years_around=on), on)
    return ClockView(
        words=clock_words(panel.standing),
        tag_text=str(panel.standing.phase.label),
        tag_colour={LimitPhase.STOPPED: "yellow", LimitPhase.LATE: "red"}.get(panel.standing.phase, "grey"),
        used=panel.standing.used,
        total=panel.standing.total,
        unit=str(panel.standing.counted_in.label),
        rows=tuple(_clock_row(row) for row in panel.rows),
        segments=tuple(
            ClockSegment((part.end - part.start).days, part.kind.value.lower())
            for part in panel.bar
            if part.end > part.start
        ),
        due_if_resumed=panel.due_if_resumed,
        legal_basis=limit.legal_basis,
        marks=tuple(_marks(panel, on)),
    )


def _marks(panel: ClockPanel, on: date) -> Iterable[dict[str, object]]:
    """Start, today and the end, as the tag `clock_bar` takes them; the table beside it says the rest."""
    started = panel.standing.started_on
    yield {"day": 0, "text": day_month(started)}
    if not panel.standing.ended_on:
        yield {"day": (on - started).days, "text": _("today"), "strong": True, "line": True}
    if panel.standing.due_on:
        yield {"day": (panel.standing.due_on - started).days, "text": day_month(panel.standing.due_on), "below": True}


def _clock_row(row: PanelRow) -> ClockRow:
    stands_still = row.due_then is None
    event = row.event
    return ClockRow(
        on=row.on,
        title=str(row.kind.label),
        reason=event.reason,
        used=row.used,
        due_then=row.due_then,
        stands_still=stands_still,
        by=event.actor_label,
        told_on=event.told_on,
    )


def _tabs(application: Application, held: frozenset[Permission]) -> Iterable[Tab]:
    requests, papers = _counts(application)
    rows = (
        (_("Overview"), "workbench:dossier", Permission.FILE_READ),
        (_("Application"), "applications:file", Permission.FILE_READ),
        (_("Desk checks"), "vetting:file", Permission.VETTING_READ),
        (_("Visits"), "validations:file", Permission.VALIDATION_READ),
        (_counted(_("Requests"), requests), "applications:requests", Permission.FILE_READ),
        (_("Messages"), "workbench:messages", Permission.FILE_READ),
        (_counted(_("Papers"), papers), "workbench:papers", Permission.FILE_READ),
        (_("Decision"), "certificates:decision", Permission.DECISION_READ),
        (_("History"), "workbench:history", Permission.FILE_READ),
        (_("Who looked"), "workbench:reads", Permission.FILE_READ),
    )
    for text, name, permission in rows:
        url = _route(name, application)
        if permission in held and url:
            yield Tab(text, name, url)


def _counts(application: Application) -> tuple[int, int]:
    requests = InformationRequest.objects.filter(application=application).count()
    papers = Document.objects.filter(answers__application=application).distinct().count()
    return requests, papers


def _counted(text: str, count: int) -> str:
    return f"{text} ({count})" if count else text


def _route(name: str, application: Application) -> str:
    try:
        return reverse(name, args=[application.public_id])
    except NoReverseMatch:
        return ""
