"""Offices, competence, delegations and calendars are changed on pages, each change with its record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import Event
from foundation.clock.services import now, today
from foundation.identity.models import Office
from programme import selectors, services
from programme.models import BusinessCalendar, Closure, ClosureProposal, Delegation
from tests.specification.programme.test_pages import officer
from tests.support.programme import make_officer, reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def url(name: str, *args: object) -> str:
    return reverse(f"programme:{name}", args=args)


def test_an_office_is_added_and_changed_and_never_lies_below_itself(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    nor = Office.objects.get(code="NOR")
    data = {"code": "EAS", "name": "Eastern office", "kind": "REGION", "parent": nor.pk, "calendar": "default"}
    # when
    client.post(url("add_office"), data)
    taken = client.post(url("add_office"), data).content.decode()
    east = Office.objects.get(code="EAS")
    loop = client.post(url("change_office", "NOR"), {**data, "name": "Northern office", "parent": east.pk})
    # then
    assert "already an office" in taken
    assert "below itself" in loop.content.decode()
    assert Event.objects.filter(name="office.added").count() == 1


def test_rules_of_competence_are_tried_in_their_order_and_the_last_stands_for_the_rest(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    sou = Office.objects.get(code="SOU")
    # when
    client.post(url("add_competence"), {"criterion": "OPERATOR_TYPE", "value": "broker", "office": sou.pk})
    client.post(url("arrange_competence", 3), {"up": "1"})
    client.post(url("arrange_competence", 2), {"up": "1"})
    client.post(url("arrange_competence", 4), {"remove": "1"})
    # then
    found = selectors.competent_office(region="NORTH", size="LARGE", type_tokens=["broker"])
    assert found.code == "SOU"
    assert [row.criterion for row in selectors.competence_rules()] == ["OPERATOR_TYPE", "REGION", "REGION", "ELSE"]
    empty = client.post(url("add_competence"), {"criterion": "REGION", "value": "", "office": sou.pk})
    assert "for which value" in empty.content.decode()
    other = client.post(url("add_competence"), {"criterion": "REGION", "value": "broker", "office": sou.pk})
    assert "Choose a value of what the rule looks at." in other.content.decode()
    page = client.get(url("offices")).content.decode()
    assert "Region of the main address: North" in page
    assert "Operator type: Customs broker" in page
    assert "Common calendar" in page
    assert "NORTH" not in page


def test_a_delegation_is_given_and_ended_on_pages(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    boss, other = make_officer("Ines Dahl", "DECISION_MAKER"), make_officer("Ola Berg", "DECISION_MAKER")
    day = today()
    data = {
        "number": "D-77",
        "holder": boss.pk,
        "deputy": boss.pk,
        "act": "GRANT",
        "valid_from_day": day.day,
        "valid_from_month": day.month,
        "valid_from_year": day.year,
    }
    # when
    same = client.post(url("add_delegation"), data).content.decode()
    client.post(url("add_delegation"), {**data, "deputy": other.pk})
    row = Delegation.objects.get(number="D-77")
    last = {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}
    client.post(url("end_delegation", row.pk), last)
    # then
    assert "Choose somebody else as deputy." in same
    row.refresh_from_db()
    assert row.valid_until == day


def test_a_calendar_has_its_own_weekend_and_a_closure_is_only_entered(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    client.post(url("add_calendar"), {"code": "gulf", "weekend": ["4", "5"], "country": "ae"})
    assert BusinessCalendar.objects.get(code="gulf").weekend == [4, 5]
    day = today() + timedelta(days=30)
    data = {
        "name": "Mourning",
        "reason": "Order 211",
        **{f"first_day_{part}": getattr(day, part) for part in ("day", "month", "year")},
        **{f"last_day_{part}": getattr(day, part) for part in ("day", "month", "year")},
    }
    # when
    response = client.post(url("add_closure", "default"), data)
    # then
    proposal = ClosureProposal.objects.get()
    assert response.headers["Location"] == reverse("lifecycle:closure", args=[proposal.public_id])
    assert not Closure.objects.filter(on=day, name="Mourning").exists()
    client.post(url("drop_closure", proposal.public_id))
    proposal.refresh_from_db()
    assert proposal.status == "DROPPED"


def test_a_day_to_come_is_taken_out_of_the_calendar_with_a_reason(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    closure = services.add_closure(
        calendar=BusinessCalendar.objects.get(code="default"),
        on=today() + timedelta(days=40),
        name="Planned",
        actor=make_officer("Sofia Kern"),
        now=now(),
    )
    # when
    client.post(url("withdraw_closure", closure.pk), {"reason": ""})
    assert Closure.objects.filter(pk=closure.pk).exists()
    client.post(url("withdraw_closure", closure.pk), {"reason": "called off"})
    # then
    assert not Closure.objects.filter(pk=closure.pk).exists()
    assert Event.objects.get(name="calendar.closure_withdrawn").reason == "called off"
