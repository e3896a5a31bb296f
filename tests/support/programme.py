"""Ground that most tests stand on: the reference data as the product ships it, and people at Customs."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from foundation.audit.services import System, acting
from foundation.clock.services import local_date
from foundation.identity.models import Office, RoleGrant, User
from programme import selectors, services
from programme.models import Configuration, CriteriaSet, Criterion, OperatorType
from programme.rules import WORDS
from programme.states import HoldersFrom

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
TODAY = date(2026, 9, 14)
HOUSE = System("test")
CHOICES = ("weight", "families", "kinds", "applies_when", "stage", "answered_by", "scope")


def reference_data(now: datetime = NOW) -> Configuration:
    """Everything `seed_reference` loads; gives the configuration in force. Each worker's database holds it from the start,
    until a test with `transaction=True` has emptied the tables."""
    if not Configuration.objects.filter(number=1).exists():
        services.load_reference(actor=HOUSE, now=now)
    return Configuration.objects.get(number=1)


def make_person(name: str = "Dalia Roost", *, is_staff: bool = False, **fields: Any) -> User:
    """A person with an e-mail address made of the name; the same name gives the same person."""
    email = f"{name.lower().replace(' ', '.')}@{'customs' if is_staff else 'firm'}.example"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, None, full_name=name, is_staff=is_staff, date_joined=NOW, **fields)


def make_officer(name: str, *roles: str, office: Office | str | None = None, since: date = date(2020, 1, 1)) -> User:
    """A person at Customs with roles, for an office and those below it, or everywhere."""
    place = Office.objects.get(code=office) if isinstance(office, str) else office
    officer = make_person(name, is_staff=True)
    with acting(actor=HOUSE, at=NOW):
        for role in roles:
            RoleGrant.objects.get_or_create(user=officer, role=role, office=place, defaults={"valid_from": since})
    return officer


def open_type(token: str, opens_on: date | None, *, now: datetime = NOW, **more: Any) -> OperatorType:
    """A type opened, closed or given a test group: proposed by one person and confirmed by another."""
    row = OperatorType.objects.get(token=token)
    line = services.TypeOpening(row, opens_on, **more)
    plan = services.propose_openings(lines=[line], reason="test", actor=make_officer("Sofia Kern"), now=now)
    services.confirm_openings(plan=plan, actor=make_officer("Henrik Sala"), now=now)
    row.refresh_from_db()
    return row


def new_criteria(
    *, changed: Mapping[str, Mapping[str, Any]], removed: Iterable[str] = (), copies: Mapping[str, str], now: datetime
) -> CriteriaSet:
    """A version in force from this day: words changed by code, criteria taken out, and others added like one that stands."""
    sofia = make_officer("Sofia Kern")
    draft = services.begin_criteria_draft(reason="Yearly review", actor=sofia, now=now)
    rows = {row.code: row for row in Criterion.objects.filter(criteria_set=draft).select_related("criteria_set")}
    for code, values in changed.items():
        services.save_part(part=rows[code], values=values, version=1, actor=sofia, now=now)
    for code in removed:
        services.remove_part(part=rows[code], actor=sofia, now=now)
    for code, like in copies.items():
        values = {name: getattr(rows[like], name) for name in (*WORDS, *CHOICES, "section", "origin")}
        services.add_part(model=Criterion, criteria_set=draft, values={**values, "code": code}, actor=sofia, now=now)
    effect = {"valid_from": now.date(), "holders_from": HoldersFrom.REVALIDATION, "holders_on": None}
    services.set_effect(criteria_set=draft, reason="Review", actor=sofia, now=now, **effect)
    services.publish_criteria_set(criteria_set=draft, actor=make_officer("Henrik Sala"), now=now)
    return CriteriaSet.objects.get(pk=draft.pk)


def figures_in_force(values: dict[str, int], now: datetime = NOW) -> Configuration:
    """A version like the one in force with some figures set otherwise, prepared by one person and published by another."""
    reference_data(now)
    on = local_date(now)
    draft = services.prepare_configuration(
        like=selectors.configuration(on), valid_from=on, reason="test", actor=make_officer("Sofia Kern"), now=now
    )
    services.set_figures(
        draft=draft,
        values={code: (value, "") for code, value in values.items()},
        edition=draft.edition,
        actor=make_officer("Sofia Kern"),
        now=now,
    )
    return services.publish_configuration(configuration=draft, actor=make_officer("Henrik Sala"), now=now)
