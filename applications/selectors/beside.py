"""What stands beside the answers of a file: groups of like places, certificates and reports, others who meet a criterion,
agreed evidence, comments, the company record, and the answers of the file before."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.formats import date_format

from applications.models import (
    Answer,
    Application,
    Comment,
    EvidenceAgreement,
    MetThrough,
    Proof,
    SiteException,
)
from applications.states import TERMINAL
from operators.models import Identifier, Operator, Person, Site
from operators.selectors import site_groups
from programme.models import Criterion
from programme.states import RecordFact

Place = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which place belongs to which group, and which places answer a criterion for themselves."""

    groups: dict[int, int]
    names: dict[int, str]
    exceptions: dict[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The answer of the file before. `changed` says that the criterion has other words now."""

    answer: Answer
    number: str
    day: str
    changed: bool


def grouping(application: Application) -> Grouping:
    """Three queries, whatever the number of places."""
    groups, names = {}, {}
    for group in site_groups(application.operator):
        names[group.pk] = group.name
        groups.update({site.pk: group.pk for site in group.open_sites})  # type: ignore[attr-defined]
    found: dict[int, set[int]] = defaultdict(set)
    for criterion, site in SiteException.objects.filter(application=application).values_list("criterion", "site"):
        found[criterion].add(site)
    return Grouping(groups, names, {key: frozenset(sites) for key, sites in found.items()})


def agreements_of(application: Application) -> dict[Place, EvidenceAgreement]:
    """What both sides said would be enough, by question and place."""
    rows = EvidenceAgreement.objects.filter(application=application)
    return {(row.criterion_id, row.site_id): row for row in rows}


def comments_of(application: Application, criterion: Criterion, site: Site | None) -> QuerySet[Comment]:
    """What colleagues said at one question, oldest first, also under an earlier version of its words."""
    rows = Comment.objects.filter(application=application, criterion__code=criterion.code, site=site)
    return rows.select_related("author")


def commented(application: Application) -> frozenset[str]:
    """The codes of the criteria at which colleagues wrote something."""
    codes = Comment.objects.filter(application=application).order_by().values_list("criterion__code", flat=True)
    return frozenset(codes.distinct())


def proofs_of(operator: Operator) -> QuerySet[Proof]:
    """The certificates and reports a company has named, by name."""
    return Proof.objects.filter(operator=operator).select_related("document")


def drafts_left_alone(since: datetime) -> QuerySet[Application]:
    """Drafts nobody touched since then. They stay for as long as the company wants; it is only reminded."""
    return Application.objects.filter(status="DRAFT", saved_at__lt=since).order_by("saved_at", "id")


def proofs_ending(on: date, until: date) -> QuerySet[Proof]:
    """Certificates that end soon and serve an answer of a file that was not given up."""
    rows = Proof.objects.filter(expires_on__gt=on, expires_on__lte=until, answers__isnull=False)
    return (
        rows.exclude(answers__application__status__in=("WITHDRAWN", "NOT_ACCEPTED"))
        .distinct()
        .order_by("expires_on", "id")
    )


def links_to(operator: Operator) -> QuerySet[MetThrough]:
    """The answers of open files and of holders that rest on this company: its loss is a signal to them."""
    rows = MetThrough.objects.filter(operator=operator, answer__application__submitted_at__isnull=False)
    return rows.exclude(answer__application__status__in=("WITHDRAWN", "NOT_ACCEPTED")).select_related(
        "answer__application__operator",
        "answer__application__case_officer",
        "answer__application__office",
        "answer__criterion",
    )


def answer_last_time(application: Application, criterion: Criterion, site: Site | None) -> LastAnswer | None:
    """What the company said to the same question in the file this one was carried from."""
    before = application.carried_from
    if before is None:
        return None
    rows = Answer.objects.filter(application=before, criterion__code=criterion.code, site=site)
    answer = rows.select_related("criterion").exclude(outcome="").first()
    if answer is None:
        return None
    day = date_format(before.submitted_at or before.created_at, "F Y")
    return LastAnswer(answer, before.number, day, changed=words_changed(answer.criterion, criterion))


def words_changed(old: Criterion, new: Criterion) -> bool:
    """Whether what is asked or demanded has other words now."""
    return old.pk != new.pk and any(
        getattr(old, name) != getattr(new, name) for name in ("plain_question", "requirement", "weight")
    )


@dataclass(frozen=True, slots=True)
class CarriedChanges:
    """What a new version of the criteria means for a file that began with old answers."""

    new: list[Criterion]
    changed: list[Criterion]
    gone: list[str]
    look: int

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def carried_changes(application: Application, relevant: Iterable[Criterion]) -> CarriedChanges | None:
    """New criteria, those with other words, and those that are gone; None when nothing was carried over."""
    before = application.carried_from
    if before is None:
        return None
    answers = Answer.objects.filter(application=before).exclude(outcome="").select_related("criterion")
    old = {row.criterion.code: row.criterion for row in answers}
    now_asked = list({row.pk: row for row in relevant}.values())
    codes = {row.code for row in now_asked}
    return CarriedChanges(
        new=[row for row in now_asked if row.code not in old and row.answered_by != "customs"],
        changed=[row for row in now_asked if row.code in old and words_changed(old[row.code], row)],
        gone=sorted(f"{code} {row.title}" for code, row in old.items() if code not in codes),
        look=Answer.objects.filter(application=application, look_again=True).count(),
    )


def can_start_again(application: Application, *, has_open: bool) -> bool:
    """A file that has ended may lend its answers to a new one, while none is open."""
    return application.status in TERMINAL and not has_open


def record_lines(
    application: Application, facts: Collection[str], sites: Iterable[Site], people: Iterable[Person]
) -> dict[str, list[str]]:
    """What the company record says about each fact that a criterion rests on; a query only for what is asked."""
    return {fact: _line(fact, application.operator, sites, people) for fact in facts if fact}


def _line(fact: str, operator: Operator, sites: Iterable[Site], people: Iterable[Person]) -> list[str]:
    since = operator.established_on
    plain = {
        RecordFact.SITES: lambda: [f"{site.name}: {site.address}, {site.city}" for site in sites],
        RecordFact.EMPLOYEES: lambda: [str(operator.employees)],
        RecordFact.LEGAL_FORM: lambda: [operator.legal_form],
        RecordFact.ESTABLISHED_ON: lambda: [date_format(since, "j F Y")] if since else [],
        RecordFact.ADDRESS: lambda: [f"{operator.address}, {operator.city}"],
        RecordFact.SECTOR: lambda: [operator.sector] if operator.sector else [],
        RecordFact.PEOPLE: lambda: [f"{person.full_name}, {person.get_role_display()}" for person in people],
        RecordFact.IDENTIFIERS: lambda: [operator.tin, *_numbers(operator)],
        RecordFact.CERTIFICATIONS: lambda: [str(row) for row in Proof.objects.filter(operator=operator)],
        RecordFact.PARTNERS: lambda: [row.name for row in operator.chain_partners.filter(ended_on__isnull=True)],
    }
    return plain[RecordFact(fact)]() if fact in plain else []


def _numbers(operator: Operator) -> list[str]:
    rows = Identifier.objects.filter(operator=operator)
    return [f"{row.get_scheme_display()} {row.value}" for row in rows]
