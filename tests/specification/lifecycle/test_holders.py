"""Who applies and holds: a small supplier of exporters, a named group, a company that begins again with what it holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications import services as applications
from applications.models import Application
from certificates.models import Certificate, Coverage, JoinedType
from certificates.selectors import (
    grant_obstacles,
    joined,
    open_rows_of_register,
    public_register,
    renewed,
    to_propose,
    would_take_effect,
)
from certificates.selectors.wording import day as day_in_words
from certificates.services import suspend
from foundation.audit.services import Refused, acting
from foundation.clock.services import local_date, now, today
from lifecycle import services
from lifecycle.selectors import answers, docs
from operators import services as operators
from operators.models import Bar, Operator
from operators.selectors import group_members, holder_breaches
from operators.states import FirmSize
from tests.support.applications import Company, filled, fresh
from tests.support.identity import sign_in
from tests.support.lifecycle import House, Walk, granted, in_force, make_file
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


def idle(operator: Operator, *, exports: tuple[int, int]) -> Operator:
    """A firm that does not deal with Customs itself; others exported so many of its consignments in each half-year."""
    with acting(actor=HOUSE, at=now()):
        operator.customs_activity = False
        operator.save(update_fields=["customs_activity"])
    operators.save_indirect_export(
        operator=operator, year=today().year, customer="Norr Exports", customer_tin="", first_half=exports[0],
        second_half=exports[1], actor=HOUSE, now=now(),
    )  # fmt: skip
    return operator


@pytest.mark.requirement("R-SME-02")
@pytest.mark.parametrize(
    ("exports", "size", "may"),
    [((5, 5), FirmSize.SMALL, True), ((9, 1), FirmSize.SMALL, False), ((40, 40), FirmSize.LARGE, False)],
)
def test_a_small_firm_without_declarations_begins_by_what_exporters_declare_of_its_goods(
    exports: tuple[int, int], size: str, *, may: bool
) -> None:
    company = Company(people=0)
    with acting(actor=HOUSE, at=now()):
        company.operator.size = size
        company.operator.save(update_fields=["size"])
    idle(company.operator, exports=exports)
    client = sign_in(Client(), company.preparer)
    answer = client.post(reverse("lifecycle:begin"), {"kinds": ["security"], "types": ["exporter"]}, follow=True)
    assert company.operator.applications.exists() is may
    assert ("exports through others" in answer.content.decode()) is not may


def test_the_signature_asks_again_whether_the_company_can_hold_a_certificate() -> None:
    company = Company()
    draft = filled(company)
    with acting(actor=HOUSE, at=now()):
        company.operator.customs_activity = False
        company.operator.save(update_fields=["customs_activity"])
    with pytest.raises(Refused, match="does not deal with Customs"):
        applications.submit(application=fresh(draft), signatory=company.signatory, now=now())


@pytest.fixture
def _groups_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """This administration lets a named group hold a certificate."""
    monkeypatch.setattr("operators.selectors.chain.groups_allowed", lambda on: True)
    monkeypatch.setattr("operators.services.groups.figure", lambda code, version: 1)


@pytest.mark.usefixtures("_groups_hold")
def test_a_group_applies_through_its_lead_and_each_company_answers_under_its_own_number_until_it_leaves() -> None:
    house = House()
    walk = Walk(house)
    lead, sister = walk.company.operator, Company("Solvane Transport Ltd").operator
    Application.objects.filter(pk=walk.application.pk).update(status="DRAFT")
    group = operators.form_group(lead=lead, name="Solvane", actor=HOUSE, now=walk.now)
    operators.ask_member(group=group, tin=sister.tin, actor=HOUSE, now=walk.now)
    with pytest.raises(Refused, match="agreed"):
        walk.send()
    member = group_members(group, local_date(walk.now)).get()
    operators.join_group(member=member, actor=HOUSE, now=walk.now)
    assert holder_breaches(lead, local_date(walk.now)) == []
    page = sign_in(Client(), walk.company.signatory).get(
        reverse("applications:sign", args=[walk.application.public_id])
    )
    assert f"Solvane Transport Ltd, {sister.tin}" in page.content.decode()
    walk.to_decision()
    latecomer = Company("Solvane Late Ltd").operator
    operators.ask_member(group=group, tin=latecomer.tin, actor=HOUSE, now=walk.now)
    operators.join_group(
        member=group_members(group, local_date(walk.now)).get(operator=latecomer), actor=HOUSE, now=walk.now
    )

    walk.decide()

    assert {row.operator for row in Coverage.objects.all()} == {sister}, "who signed for it is covered"
    day = local_date(walk.wait(days=10))
    doc = answers([sister.tin], day)[sister.tin]
    assert (doc["status"], doc["holder"]) == ("active", lead.tin)
    operators.leave_group(member=member, actor=HOUSE, now=walk.now)
    member.refresh_from_db()
    assert services.end_group_coverage(member=member, now=walk.now) == 2
    assert services.end_group_coverage(member=member, now=walk.now) == 0
    assert answers([sister.tin], day)[sister.tin]["status"] == "active", "its last day counts"
    assert answers([sister.tin], day + timedelta(days=1))[sister.tin]["status"] == "none"


def both_kinds(company: Company) -> Application:
    """A file of both kinds on its way."""
    return make_file(company.operator, ("security", "simplification"), ("exporter", "importer"), now())


def test_beginning_again_leaves_out_what_is_held_barred_or_closed_and_says_so() -> None:
    company = Company()
    types = ("exporter", "importer")
    in_force(House(), company.operator, ("security",), since=today() - timedelta(days=30), types=types)
    source = fresh(applications.withdraw(application=both_kinds(company), user=company.signatory, now=now()))
    client = sign_in(Client(), company.preparer)

    page = client.post(reverse("lifecycle:start_again", args=[source.public_id]), follow=True).content.decode()

    draft = Application.objects.get(status="DRAFT")
    assert draft.kinds == ["simplification"]
    assert "You hold a certificate of this kind" in page
    again = services.start_again(source=source, user=company.preparer, now=now())
    assert (again.draft, again.left_out) == (draft, ())
    applications.discard(application=draft, user=company.preparer, now=now())
    with acting(actor=HOUSE, at=now()):
        Bar.objects.create(
            operator=company.operator, kind="simplification", cause="Revoked", valid_from=date(2026, 1, 1),
            valid_until=today() + timedelta(days=400),
        )  # fmt: skip
    page = client.post(reverse("lifecycle:start_again", args=[source.public_id]), follow=True).content.decode()
    assert "A bar stands until" in page
    assert not Application.objects.filter(status="DRAFT").exists()


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def holder(house: House) -> Company:
    """A company that holds security for exporters, in force since a month, without an end."""
    company = Company()
    in_force(house, company.operator, ("security",), since=today() - timedelta(days=30))
    return company


def begin(company: Company, kinds: tuple[str, ...], types: tuple[str, ...], **more: Any) -> Application:
    return services.begin_application(
        operator=company.operator, kinds=kinds, type_tokens=types, user=company.preparer, now=now(), **more
    )


@pytest.mark.requirement("R-APP-03", "R-APP-10")
def test_what_is_held_is_not_applied_for_again_and_the_page_says_what_to_do_instead(holder: Company) -> None:
    client = sign_in(Client(), holder.preparer)
    page = client.get(reverse("lifecycle:begin")).content.decode()
    assert "What you hold" in page

    said = {"kinds": ["security"], "types": ["exporter"]}
    page = client.post(reverse("lifecycle:begin"), said).content.decode()

    assert "You hold a certificate of this kind" in page
    assert "Choose a type it does not cover yet, or leave this kind out." in page
    assert 'href="#id_kinds' in page, "the error leads to its field"
    assert not Application.objects.filter(status="DRAFT").exists()
    with pytest.raises(Refused, match="You hold a certificate of this kind"):
        begin(holder, ("security", "simplification"), ("exporter",))
    assert client.post(reverse("lifecycle:begin"), {**said, "kinds": ["simplification"]}).status_code == 302


@pytest.mark.requirement("R-APP-10")
def test_a_holder_adds_types_to_its_certificate_and_only_what_is_new_is_decided(house: House, holder: Company) -> None:
    draft = begin(holder, ("security",), ("exporter", "importer"))

    assert [(kind, row.token) for kind, row in to_propose(draft)] == [("security", "importer")]
    assert not [text for text in grant_obstacles(draft, today()) if "certificate" in text]
    held = holder.operator.certificates.get()
    assert joined(draft) == {"security": held}
    applications.discard(application=draft, user=holder.preparer, now=now())
    [same] = granted(house, holder.operator, decided_on=today(), types=("importer",))
    assert (same.pk, same.operator_types) == (held.pk, ["exporter", "importer"])
    draft = begin(holder, ("security",), ("exporter", "manufacturer"))
    suspend(certificate=held, until=today() + timedelta(days=20), reason="test", actor=HOUSE, now=now())
    assert [text for text in grant_obstacles(draft, today()) if "is suspended" in text]


@pytest.mark.requirement("R-APP-10")
def test_a_type_that_joins_a_certificate_counts_from_the_day_its_own_grant_takes_effect(
    house: House, holder: Company
) -> None:
    company, tin = holder.operator, holder.operator.tin.upper()
    company.listed = True
    with acting(actor=HOUSE, at=now()):
        company.save(update_fields=["listed"])

    granted(house, company, decided_on=today(), types=("importer",))

    joins = JoinedType.objects.get(certificate__operator=company)
    assert joins.on > today()
    for day, types in ((today(), ["exporter"]), (joins.on, ["exporter", "importer"])):
        assert answers([tin], day)[tin]["kinds"][0]["operator_types"] == types
        assert [row.operator_types for row in open_rows_of_register(day)] == [";".join(types)]
        assert public_register(type_token="importer", on=day).exists() is (len(types) == 2)
    assert docs([company], today())[company.pk][1] == joins.on, "the stored answer is made anew that day"
    page = sign_in(Client(), holder.preparer).get(reverse("certificates:mine")).content.decode()
    assert f"importer (from {day_in_words(joins.on)})" in page


@pytest.mark.requirement("R-APP-10")
def test_a_certificate_that_ends_is_renewed_in_its_time_with_the_last_answers_and_without_a_gap(house: House) -> None:
    # given
    company = Company()
    since, ends = today() - timedelta(days=30), today() + timedelta(days=500)
    [held] = in_force(house, company.operator, since=since, valid_until=ends)
    with pytest.raises(Refused, match="You can renew it from"):
        begin(company, ("security",), ("exporter",))
    # when: within a year of its last day
    ends = today() + timedelta(days=300)
    Certificate.objects.filter(pk=held.pk).update(valid_until=ends)
    draft = begin(company, ("security",), ("exporter",), source=held.application)
    # then: the last file is taken over, and everything is decided anew for the day after
    assert draft.carried_from == held.application
    assert renewed(draft) == {"security": held}
    assert would_take_effect(draft, today()) == ends + timedelta(days=1)
    assert [(kind, row.token) for kind, row in to_propose(draft)] == [("security", "exporter")]
    applications.discard(application=draft, user=company.preparer, now=now())
    [new] = granted(house, company.operator, decided_on=today())
    assert new.effective_from == ends + timedelta(days=1)
    # and on that day one takes the other's place, whichever sweep runs first
    started = services.start_certificate(certificate=new, on=new.effective_from, now=now())
    held.refresh_from_db()
    assert (held.status, started.status) == ("EXPIRED", "ACTIVE")
