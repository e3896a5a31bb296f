"""Loads the reference data that ships with the product. It adds what is missing and never overwrites what somebody set,
so a repeated run changes nothing."""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings

from foundation.audit.services import Actor, acting, locked, move, record
from foundation.identity.models import Office
from programme import rules
from programme.adapters import reference_files as files
from programme.models import (
    ApplicabilityQuestion,
    BusinessCalendar,
    Closure,
    CompetenceRule,
    Configuration,
    CriteriaSet,
    DeclarationTerms,
    LegalBasis,
    LetterTemplate,
    OperatorType,
    Region,
    Section,
    Version,
)
from programme.states import VERSION_TABLE

from .tables import fill_criteria
from .versions import fill, profile_title

FIRST_DAY = date(2020, 1, 1)
WEEKEND = [5, 6]
DEFAULT_PROFILE = "apec_common"
CRITERIA_FILES = ("safe_criteria", "ecommerce_criteria")


def load_reference(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Load all seeds and say how many rows of each were added."""
    loaders: dict[str, Callable[[Actor, datetime], int]] = {
        "offices": _offices,
        "regions": _regions,
        "calendar": _calendar,
        "operator types": _types,
        "criteria": _criteria,
        "configuration": _configuration,
        "competence rules": _competence_rules,
        "legal bases": _legal_bases,
        "letters": _letters,
        "terms": _terms,
    }
    with acting(actor=actor, at=now, reason="reference data"):
        added = {name: load(actor, now) for name, load in loaders.items()}
        if any(added.values()):
            record("programme.reference_loaded", subject=BusinessCalendar.objects.get(code="default"), data=added)
        return added


def _offices(actor: Actor, now: datetime) -> int:
    known = {office.code: office for office in Office.objects.all()}
    before = len(known)
    for row in files.rows("offices"):
        if row["code"] not in known:
            known[row["code"]] = Office.objects.create(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                parent=known[row["parent"]] if row["parent"] else None,
                time_zone=settings.ADMINISTRATION_TIME_ZONE,
                languages=["en", "fr"],
                address=row["address"],
                phone=row["phone"],
            )
    return len(known) - before


def _regions(actor: Actor, now: datetime) -> int:
    known = set(Region.objects.values_list("code", flat=True))
    new = [
        Region(code=row["code"], name=row["name"], position=place)
        for place, row in enumerate(files.rows("regions"), start=1)
        if row["code"] not in known
    ]
    return len(Region.objects.bulk_create(new))


def _calendar(actor: Actor, now: datetime) -> int:
    calendar, _created = BusinessCalendar.objects.get_or_create(code="default", defaults={"weekend": WEEKEND})
    known = set(Closure.objects.filter(calendar=calendar, office=None).values_list("on", flat=True))
    new = [
        Closure(calendar=calendar, on=date.fromisoformat(row["on"]), name=row["name"], entered_at=now)
        for row in files.rows("holidays")
        if date.fromisoformat(row["on"]) not in known
    ]
    return len(Closure.objects.bulk_create(new))


def _types(actor: Actor, now: datetime) -> int:
    known = set(OperatorType.objects.values_list("token", flat=True))
    openings = {row["token"]: date.fromisoformat(row["opens_on"]) for row in files.rows("operator_type_openings")}
    new = [
        OperatorType(
            token=row["token"],
            label=row["label"],
            description=row["description"],
            family=row["criteria_family"],
            position=place,
            opens_on=openings.get(row["token"]),
        )
        for place, row in enumerate(files.rows("operator_types"), start=1)
        if row["token"] not in known
    ]
    return len(OperatorType.objects.bulk_create(new))


def _criteria(actor: Actor, now: datetime) -> int:
    if CriteriaSet.objects.exists():
        return 0
    criteria_set = CriteriaSet.objects.create(
        number=1, title="AEO criteria", valid_from=FIRST_DAY, author_id=actor.actor_id, author_label=actor.actor_label
    )
    ApplicabilityQuestion.objects.bulk_create(
        ApplicabilityQuestion(criteria_set=criteria_set, position=place, **row)
        for place, row in enumerate(files.rows("applicability_questions"), start=1)
    )
    Section.objects.bulk_create(_section(criteria_set, row) for row in files.rows("sections"))
    table = [rules.parsed(row) for name in CRITERIA_FILES for row in files.rows(name)]
    added = fill_criteria(criteria_set, table)
    _publish_first(criteria_set, now, event="criteria_set.published")
    return len(added)


def _section(criteria_set: CriteriaSet, row: files.Row) -> Section:
    words = {name.partition(":")[2]: {"title": cell} for name, cell in row.items() if ":" in name and cell}
    return Section(
        criteria_set=criteria_set,
        letter=row["letter"],
        title=row["title"],
        not_needed_by=rules.listed(row["not_needed_by"]),
        translations=words,
    )


def _configuration(actor: Actor, now: datetime) -> int:
    if Configuration.objects.exists():
        return 0
    configuration = Configuration.objects.create(
        number=1,
        title=profile_title(DEFAULT_PROFILE),
        profile=DEFAULT_PROFILE,
        valid_from=FIRST_DAY,
        author_id=actor.actor_id,
        author_label=actor.actor_label,
    )
    fill(configuration)
    _publish_first(configuration, now, event="configuration.published")
    return 1


def _publish_first(row: Version, now: datetime, *, event: str) -> None:
    """The first version ships with the product: the house publishes it, back to the first day."""
    also = {"publisher_label": row.author_label, "published_at": now}
    move(locked(row), "publish", table=VERSION_TABLE, event=event, data={"number": row.number}, also=also)


def _competence_rules(actor: Actor, now: datetime) -> int:
    if CompetenceRule.objects.exists():
        return 0
    offices = {office.code: office for office in Office.objects.all()}
    new = [
        CompetenceRule(
            position=int(row["position"]), criterion=row["criterion"], value=row["value"], office=offices[row["office"]]
        )
        for row in files.rows("competence_rules")
    ]
    return len(CompetenceRule.objects.bulk_create(new))


def _legal_bases(actor: Actor, now: datetime) -> int:
    known = set(LegalBasis.objects.values_list("code", flat=True))
    new = [LegalBasis(valid_from=FIRST_DAY, **row) for row in files.rows("legal_bases") if row["code"] not in known]
    return len(LegalBasis.objects.bulk_create(new))


def _letters(actor: Actor, now: datetime) -> int:
    known = set(LetterTemplate.objects.values_list("code", "language"))
    new = [
        LetterTemplate(
            code=letter.code,
            version=1,
            language=letter.language,
            subject=letter.subject,
            body=letter.body,
            legal_basis=letter.legal_basis,
            published_at=now,
        )
        for letter in files.letters()
        if (letter.code, letter.language) not in known
    ]
    return len(LetterTemplate.objects.bulk_create(new))


def _terms(actor: Actor, now: datetime) -> int:
    if DeclarationTerms.objects.exists():
        return 0
    DeclarationTerms.objects.create(
        version=1, language="en", valid_from=FIRST_DAY, text=files.terms("en"), published_at=now
    )
    return 1
