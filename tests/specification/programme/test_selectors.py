"""Calendars, competent offices, criteria of real files, numbers and limits."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from foundation.audit.services import Refused, acting
from foundation.identity.models import Office
from programme import selectors, services
from programme.models import BusinessCalendar
from programme.states import TimeLimitCode
from tests.support.programme import HOUSE, NOW, TODAY, reference_data

FILE = uuid.UUID("019d0000-0000-7000-8000-000000000002")
BOTH = ["simplification", "security"]
# What the firm of the catalogue's example does not do: it packs its own goods and hires lorries.
PLAIN_EXPORTER_NO = (
    "trading_under_three_years",
    "runs_vehicles",
    "employs_agency_staff",
    "handles_dangerous_or_valuable_goods",
    "holds_licences",
    "stores_unreleased_goods",
    "uses_guards",
    "outsources_it_or_cleaning",
    "uses_representative",
    "uses_wood_packing",
)
FULL_UNITS = ("fills_or_supplies_units", "seals_full_units", "handles_sealed_units")


@pytest.mark.django_db
@pytest.mark.requirement("R-SAC-09", "R-SAC-17")
def test_an_exporter_of_both_kinds_meets_the_number_of_criteria_the_catalogue_says() -> None:
    """CRITERIA.md: 78 with part loads, 83 when it fills and seals its own containers."""
    # given
    reference_data()
    criteria = selectors.criteria(selectors.criteria_set(TODAY))
    containers = dict.fromkeys(PLAIN_EXPORTER_NO, False)
    part_loads = {**containers, **dict.fromkeys(FULL_UNITS, False)}
    # when
    exporter = {"families": ["exporter"], "kinds": BOTH, "stage": "application"}
    asked = selectors.applicable(criteria, **exporter, answers=part_loads)  # type: ignore[arg-type]
    sealed = selectors.applicable(criteria, **exporter, answers=containers)  # type: ignore[arg-type]
    # then
    assert (len(asked), len(sealed)) == (78, 83)


@pytest.mark.django_db
def test_an_exporter_is_asked_seventeen_start_questions(django_assert_num_queries: Any) -> None:
    # given
    reference_data()
    criteria_set = selectors.criteria_set(TODAY)
    # then
    with django_assert_num_queries(2):
        assert len(selectors.start_questions_for(criteria_set, ["exporter"], BOTH)) == 17


@pytest.mark.django_db
@pytest.mark.parametrize(("region", "office"), [("NORTH", "NOR"), ("SOUTH", "SOU"), ("CENTRE", "HQ"), ("", "HQ")])
def test_the_region_of_the_address_names_the_competent_office(region: str, office: str) -> None:
    reference_data()
    found = selectors.competent_office(region=region, size="LARGE", type_tokens=["exporter"])
    assert found.code == office


@pytest.mark.django_db
def test_the_calendar_knows_weekends_holidays_and_closures_of_one_office(django_assert_num_queries: Any) -> None:
    # given
    reference_data()
    north, south = Office.objects.get(code="NOR"), Office.objects.get(code="SOU")
    services.add_closure(
        calendar=BusinessCalendar.objects.get(code="default"),
        on=date(2026, 10, 9),
        name="national mourning in the north",
        office=north,
        actor=HOUSE,
        now=NOW,
    )
    # when
    with django_assert_num_queries(2):
        calendar = selectors.calendar(north, years_around=TODAY)
    # then
    assert not calendar.is_business_day(date(2026, 10, 10))  # a Saturday
    assert not calendar.is_business_day(date(2026, 5, 25))  # Republic Day
    assert not calendar.is_business_day(date(2026, 10, 9))
    assert selectors.calendar(south, years_around=TODAY).is_business_day(date(2026, 10, 9))
    assert selectors.calendar(None, years_around=TODAY).is_business_day(date(2026, 10, 9))
    with django_assert_num_queries(3):
        every = selectors.calendars(years_around=TODAY)
    assert every["NOR"] == calendar
    assert every[""] == selectors.calendar(None, years_around=TODAY)


@pytest.mark.django_db
def test_public_holidays_of_a_real_country_come_from_the_library() -> None:
    # given
    reference_data()
    with acting(actor=HOUSE, at=NOW):
        kenya = BusinessCalendar.objects.create(code="kenya", weekend=[5, 6], country="KE")
        office = Office.objects.get(code="NOR")
        office.calendar = "kenya"
        office.save()
    # when
    services.list_holidays(calendar=kenya, first_year=2026, last_year=2027, actor=HOUSE, now=NOW)
    again = services.list_holidays(calendar=kenya, first_year=2026, last_year=2027, actor=HOUSE, now=NOW)
    # then
    assert again == 0
    assert not selectors.calendar(office, years_around=TODAY).is_business_day(date(2026, 6, 1))  # Madaraka Day


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-05", "R-APP-06")
def test_the_decision_limit_runs_90_business_days_and_is_extended_by_30_once() -> None:
    # given
    configuration = reference_data()
    office = Office.objects.get(code="NOR")
    limit = services.start_limit(
        code=TimeLimitCode.DECISION,
        file_id=FILE,
        on=date(2026, 3, 16),
        configuration=configuration,
        office=office,
        reason="complete",
        caused_by="application:1",
        actor=HOUSE,
        now=NOW,
    )
    again = services.start_limit(
        code=TimeLimitCode.DECISION,
        file_id=FILE,
        on=date(2026, 3, 16),
        configuration=configuration,
        office=office,
        reason="complete",
        caused_by="application:1",
        actor=HOUSE,
        now=NOW,
    )
    first_due = limit.due_on
    assert again == limit
    assert first_due == date(2026, 7, 24)
    # when
    extend = {
        "limit": limit,
        "ground": "information_asked",
        "on": date(2026, 4, 1),
        "configuration": configuration,
        "office": office,
        "reason": "information was asked",
        "actor": HOUSE,
        "now": NOW,
    }
    services.extend_limit(**extend)  # type: ignore[arg-type]
    # then
    calendar = selectors.calendar(office, years_around=TODAY)
    assert calendar.business_days_between(first_due, limit.due_on) == 30
    with pytest.raises(Refused):
        services.extend_limit(**extend)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_numbers_count_up_within_the_year_of_the_administrations_zone() -> None:
    # given
    new_year = NOW.replace(month=12, day=31, hour=22)  # 1 January 2027, 1:00 in the administration's zone
    # then
    assert services.next_number(now=NOW) == "AEO-2026-000001"
    assert services.next_number(now=NOW) == "AEO-2026-000002"
    assert services.next_number(series="CERT", now=NOW) == "CERT-2026-000001"
    assert services.next_number(now=new_year) == "AEO-2027-000001"
    assert services.next_number(now=NOW + timedelta(days=1)) == "AEO-2026-000003"


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_all_different() -> None:
    def take(_: int) -> str:
        try:
            return services.next_number(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(take, range(8)))
    assert sorted(numbers) == [f"AEO-2026-{n:06d}" for n in range(1, 9)]
