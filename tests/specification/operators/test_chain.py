"""Supply chains, exports through others, groups of companies, legal forms and like places, as the services write them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from benefits import selectors as benefits
from foundation.audit.services import Refused
from foundation.correspondence.models import OutboxItem
from foundation.identity.adapters import second_factor
from operators import rules, selectors, services
from operators.adapters.sites_file import read_sites
from operators.models import ChainInvitation, CompanyGroup, FormException, Operator, Site
from operators.rules import HolderBreach, HolderFacts, TradeFigures
from operators.services import StaleEdit
from programme.states import FigureCode
from tests.support.identity import sign_in
from tests.support.operators import add_person, add_site, make_operator, owner_of
from tests.support.programme import NOW, TODAY, figures_in_force, make_officer, make_person, reference_data

INDIA = TradeFigures(documents=25, small_documents=10, small_half_year=5)
REGIONS = {"north": "NORTH"}


@pytest.fixture
def _reference(db: None) -> None:
    reference_data()


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-SME-02", "R-SME-03")
@pytest.mark.parametrize(
    ("first", "second", "small", "enough"),
    [
        (5, 5, True, True),
        (9, 1, True, False),
        (4, 6, True, False),
        (25, 0, True, True),
        (12, 12, False, False),
        (20, 5, False, True),
    ],
)
def test_a_small_firm_needs_ten_papers_spread_over_the_year_and_any_other_twenty_five(
    first: int, second: int, *, small: bool, enough: bool
) -> None:
    """Acceptance case 22"""
    assert rules.enough_trade(first, second, small_firm=small, figures=INDIA) is enough


@pytest.mark.requirement("R-APP-01")
@pytest.mark.parametrize(
    ("facts", "breaches"),
    [
        (HolderFacts("DE", customs_activity=False), [HolderBreach.ELSEWHERE, HolderBreach.NO_CUSTOMS_ACTIVITY]),
        (HolderFacts("BE", customs_activity=True), []),
        (HolderFacts("AT", customs_activity=True), [HolderBreach.ELSEWHERE]),
        (HolderFacts("BE", customs_activity=None), []),
        (HolderFacts("BE", customs_activity=True, group_agreed=(True,)), [HolderBreach.GROUPS_CLOSED]),
    ],
)
def test_the_establishment_that_keeps_the_records_holds_and_its_parent_does_not(
    facts: HolderFacts, breaches: list[HolderBreach]
) -> None:
    """Acceptance case 18, seen from Belgium."""
    assert rules.holder_breaches(facts, economy="BE", groups_allowed=False) == breaches


def test_a_group_holds_once_every_member_agreed_where_that_is_configured() -> None:
    asked = HolderFacts("BE", customs_activity=True, group_agreed=(True, False))
    agreed = HolderFacts("BE", customs_activity=True, group_agreed=(True, True))
    assert rules.holder_breaches(asked, economy="BE", groups_allowed=True) == [HolderBreach.MEMBER_OPEN]
    assert rules.holder_breaches(agreed, economy="BE", groups_allowed=True) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name,address\nA,B\n", 1, "Columns are missing: town, region, activity"),
        ("name,address,town,region,activity\n,B,C,North,D\n", 2, "“name” is empty"),
        ("name,address,town,region,activity\nA,B,C,Moon,D\n", 2, "no region “Moon”"),
        ("name,address,town,region,activity\nA,B,C,North,D\na,B,C,North,D\n", 3, "line 2 already"),
        ("name,address,town,region,activity,records\nA,B,C,North,D,perhaps\n", 2, "yes or no"),
        ("name,address,town,region,activity\nA,B,C,North,D,E,F,G,H\n", 2, "more cells"),
        ("", 1, "Columns are missing"),
        ('name,address,town,region,activity\n"A,B\n', 1, "not a CSV file"),
    ],
)
def test_each_faulty_line_of_a_file_of_places_is_named(text: str, line: int, said: str) -> None:
    _lines, errors = read_sites(text, REGIONS)
    assert any(error.line == line and said in error.text for error in errors), errors


# --- services ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_reference")
def test_a_file_of_places_is_taken_whole_or_not_at_all_with_its_groups() -> None:
    operator = make_operator()
    add_site(operator, "Head office")
    fields = {"address": "1 Port Road", "city": "Halvik", "region": "NORTH", "activity": "storage"}
    lines = [{"name": f"Store {place}", "group": "Stores", **fields} for place in (1, 2, 3)]
    with pytest.raises(Refused, match="head office"):
        services.add_sites(
            operator=operator, lines=[*lines, {"name": "head office", **fields}], actor=owner_of(operator), now=NOW
        )
    assert Site.objects.filter(operator=operator).count() == 1
    services.add_sites(operator=operator, lines=lines, actor=owner_of(operator), now=NOW)
    (group,) = selectors.site_groups(operator)
    assert [site.name for site in group.open_sites] == ["Store 1", "Store 2", "Store 3"]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_reference")
def test_a_place_stands_in_one_group_and_a_group_taken_apart_leaves_its_places() -> None:
    operator, other = make_operator(), make_operator(name="Other Ltd")
    places = [add_site(operator, name) for name in ("A", "B", "C")]
    owner: Any = {"actor": owner_of(operator), "now": NOW}
    first = services.save_group(operator=operator, name="First", sites=places[:2], **owner)
    second = services.save_group(operator=operator, name="Second", sites=places[1:], **owner)
    assert {site.name: site.group_id for site in selectors.sites(operator)} == {
        "A": first.pk, "B": second.pk, "C": second.pk,
    }  # fmt: skip
    with pytest.raises(Refused, match="at least two"):
        services.save_group(operator=operator, name="Third", sites=[places[0], add_site(other)], **owner)
    with pytest.raises(Refused, match="this name"):
        services.save_group(operator=operator, name="first", sites=places, **owner)
    assert services.dissolve_group(group=second, **owner) == 2
    assert selectors.sites(operator).count() == 3


@pytest.mark.usefixtures("_reference")
def test_whoever_saves_a_place_or_person_second_is_shown_the_other_text() -> None:
    operator = make_operator()
    site, person = add_site(operator), add_person(operator)
    owner: Any = {"actor": owner_of(operator), "now": NOW}
    services.edit_site(site=site, changes={"activity": "packing"}, version=1, **owner)
    services.edit_person(person=person, changes={"full_name": "Nadia Norr"}, version=1, **owner)
    with pytest.raises(StaleEdit):
        services.edit_site(site=site, changes={"activity": "nothing"}, version=1, **owner)
    with pytest.raises(StaleEdit):
        services.edit_person(person=person, changes={"full_name": "Somebody"}, version=1, **owner)


@pytest.mark.requirement("R-SAC-18", "R-SAC-06")
@pytest.mark.usefixtures("_reference")
def test_a_family_trust_registers_like_anybody_and_an_officer_settles_who_counts_as_owner() -> None:
    operator = make_operator(structure="TRUST", legal_form="Family trust")
    exception = FormException.objects.get(operator=operator)
    officer = make_officer("Clara Post", "CASE_OFFICER")
    services.explain_form(operator=operator, explained="Two trustees.", actor=owner_of(operator), now=NOW)
    with pytest.raises(Refused, match="reason"):
        services.settle_form(exception=exception, treatment="The trustees.", reason=" ", actor=officer, now=NOW)
    settled = services.settle_form(
        exception=exception, treatment="The trustees count.", reason="Deed seen.", actor=officer, now=NOW
    )
    assert settled.treatment == "The trustees count."
    assert not selectors.holder_breaches(operator, TODAY)
    assert not FormException.objects.filter(operator=make_operator(structure="COOPERATIVE")).exists()


@pytest.mark.requirement("R-SUP-01", "R-SUP-02", "R-SUP-06", "R-APP-21")
@pytest.mark.usefixtures("_reference")
def test_a_partner_is_invited_by_its_lead_company_and_its_registration_says_who_asked() -> None:
    lead = make_operator()
    partner = services.save_partner(
        operator=lead,
        fields={"name": "Norr Carriers", "country": "XA", "role": "CARRIER", "tier": "DIRECT", "helped": True},
        actor=owner_of(lead),
        now=NOW,
    )
    invitation = services.invite_partner(partner=partner, email="a@norr.example", actor=owner_of(lead), now=NOW)
    assert OutboxItem.objects.filter(topic="operators.tasks.send_chain_invitation").exists()
    services.mail_chain_invitation(invitation=invitation)
    assert lead.legal_name in mail.outbox[-1].subject
    token = mail.outbox[-1].body.split("/partner/")[1].split("/")[0]
    found = selectors.chain_invitation(services.token_digest(token), TODAY)
    assert found == invitation
    assert selectors.chain_invitation(services.token_digest(token), TODAY + timedelta(days=31)) is None
    operator = make_operator(name="Norr Carriers Ltd", invitation=found)
    assert (operator.source, operator.asked_by) == ("PARTNER", lead)
    assert ChainInvitation.objects.get().followed_by == operator
    assert selectors.chain_invitation(services.token_digest(token), TODAY) is None
    assert list(selectors.providers(lead)) == [partner]
    assert selectors.helper_of(operator) is None, "nobody is named to ask"
    contact = {"contact_name": "Jan Perrin", "contact_email": "jan@lead.example"}
    kept = {name: getattr(partner, name) for name in ("name", "country", "role", "tier", "helped")}
    by = {"actor": owner_of(lead), "now": NOW}
    partner = services.save_partner(operator=lead, partner=partner, fields={**kept, **contact}, **by)
    assert selectors.helper_of(operator) == partner
    assert selectors.helper_of(lead) is None
    services.end_partner(partner=partner, on=TODAY, **by)
    assert selectors.helper_of(operator) is None


@pytest.mark.usefixtures("_reference")
def test_nobody_writes_to_others_in_the_name_of_a_company_before_it_is_shown_to_be_theirs() -> None:
    lead = make_operator(verified=False)
    partner = services.save_partner(
        operator=lead, fields={"name": "Norr Ltd", "role": "SUPPLIER", "tier": "DIRECT"}, actor=owner_of(lead), now=NOW
    )
    with pytest.raises(Refused, match="once it is shown"):
        services.invite_partner(partner=partner, email="a@norr.example", actor=owner_of(lead), now=NOW)
    assert not ChainInvitation.objects.exists()


@pytest.mark.usefixtures("_reference")
def test_a_group_is_formed_only_where_that_is_configured() -> None:
    lead = make_operator()
    with pytest.raises(Refused, match="one company"):
        services.form_group(lead=lead, name="Brenna Group", actor=owner_of(lead), now=NOW)


@pytest.mark.usefixtures("_reference")
def test_a_lead_that_has_not_shown_its_power_to_act_asks_no_company_into_its_group() -> None:
    lead = make_operator(verified=False)
    group = CompanyGroup.objects.create(name="Brenna Group", lead=lead, formed_at=NOW)
    with pytest.raises(Refused, match="may act for the company"):
        services.ask_member(group=group, tin="XA7654321", actor=owner_of(lead), now=NOW)


@pytest.mark.usefixtures("_reference")
def test_a_company_joins_the_group_it_read_of_and_not_one_that_asked_meanwhile(client: Client) -> None:
    # given: the page of one group's question is open
    figures_in_force({FigureCode.GROUP_HOLDERS: 1}, now=NOW)
    known, other, member = make_operator(), make_operator(name="Velin Ltd"), make_operator(name="Lind Ltd")
    groups = [
        services.form_group(lead=lead, name=lead.legal_name, actor=owner_of(lead), now=NOW) for lead in (known, other)
    ]
    services.ask_member(group=groups[0], tin=member.tin, actor=owner_of(known), now=NOW)
    sign_in(client, owner_of(member))
    seen = client.get(reverse("operators:group")).context["membership"]
    # when: that group takes its question back, and another one asks
    services.leave_group(member=seen, actor=owner_of(known), now=NOW)
    services.ask_member(group=groups[1], tin=member.tin, actor=owner_of(other), now=NOW)
    answer = {"answer": "join", "membership": str(seen.pk)}
    page = client.post(reverse("operators:answer_group"), answer, follow=True).content.decode()
    # then
    assert "Another group asks you now" in page
    assert not groups[1].members.filter(agreed_at__isnull=False).exists()
    client.post(reverse("operators:answer_group"), {**answer, "membership": str(groups[1].members.get().pk)})
    assert groups[1].members.filter(agreed_at__isnull=False).exists()


@pytest.mark.usefixtures("_reference")
def test_the_second_of_two_clicks_finds_what_the_first_took_away_and_is_told_so() -> None:
    operator = make_operator()
    sites = [add_site(operator, name) for name in ("Store 1", "Store 2")]
    group = services.save_group(operator=operator, name="Stores", sites=sites, actor=owner_of(operator), now=NOW)
    services.dissolve_group(group=group, actor=owner_of(operator), now=NOW)
    with pytest.raises(Refused, match="somebody else was faster"):
        services.dissolve_group(group=group, actor=owner_of(operator), now=NOW)


# --- pages ------------------------------------------------------------------------------------------------------------


PARTNER = {"name": "Norr Carriers", "tin": "", "country": "XA", "role": "CARRIER", "tier": "DIRECT"}


@pytest.mark.requirement("R-SUP-03", "R-SUP-04")
@pytest.mark.usefixtures("_reference")
def test_the_chain_page_counts_aeos_and_a_strangers_partner_is_not_there(client: Client) -> None:
    operator, stranger = make_operator(), make_operator(name="Other Ltd")
    sign_in(client, owner_of(operator))
    assert "No partner is named yet" in client.get(reverse("benefits:chain")).content.decode()
    client.post(reverse("operators:add_partner"), PARTNER)
    client.post(reverse("operators:add_partner"), {**PARTNER, "name": "Lind", "tin": stranger.tin, "role": "BROKER"})
    page = client.get(reverse("benefits:chain")).content.decode()
    assert "0 of 2 partners" in page
    assert "not in the public register" in page
    view = benefits.chain(operator, TODAY)
    assert (view.share, view.providers) == (0, 2)
    other = services.save_partner(operator=stranger, fields=PARTNER, actor=owner_of(stranger), now=NOW)
    for name in ("edit_partner", "invite_partner"):
        assert client.get(reverse(f"operators:{name}", args=[other.public_id])).status_code == 404
    wrong = client.post(reverse("operators:add_partner"), {**PARTNER, "role": "\x00", "country": "??"})
    assert wrong.status_code == 200
    assert "Error:" in wrong.content.decode()


@pytest.mark.usefixtures("_reference")
def test_a_file_of_places_is_looked_at_before_it_is_added_and_refused_whole_with_one_wrong_line(client: Client) -> None:
    operator = make_operator()
    sign_in(client, owner_of(operator))
    url = reverse("operators:import_sites")
    head = "name,address,town,region,activity,records,group\n"
    good = head + "Store 1,1 Road,Halvik,NORTH,storage,no,Stores\nStore 2,2 Road,Halvik,NORTH,storage,yes,Stores\n"
    bad = client.post(url, {"content": good + "Store 3,,Halvik,NORTH,storage,no,\n", "confirm": "yes"})
    assert "Line 4: “address” is empty" in bad.content.decode()
    preview = client.post(url, {"content": good}).content.decode()
    assert "2 places, nothing wrong" in preview
    assert not Site.objects.exists()
    client.post(url, {"content": good, "confirm": "yes"})
    assert Site.objects.filter(operator=operator, group__name="Stores").count() == 2
    assert client.get(reverse("operators:sites")).status_code == 200
    assert client.post(url, {"content": "\x00"}).status_code == 200


@pytest.mark.usefixtures("_reference")
def test_the_pages_of_holders_and_exports_through_others_answer_plainly(client: Client) -> None:
    operator = make_operator(structure="TRUST")
    sign_in(client, owner_of(operator))
    assert "holds" not in client.get(reverse("operators:group")).content.decode().split("<main")[0]
    assert client.get(reverse("operators:explain_form")).status_code == 200
    page = reverse("operators:indirect_exports")
    line = {"year": str(TODAY.year + 0), "customer": "Velin", "first_half": "5", "second_half": "5"}
    client.post(page, line)
    body = client.get(page).content.decode()
    assert ("Velin" in body) == bool(selectors.indirect_exports(operator, TODAY))
    assert "Error:" in client.post(page, {**line, "first_half": "many"}).content.decode()
    assert "Explain how it works" in client.get(reverse("operators:company")).content.decode()


@pytest.mark.requirement("R-APP-09")
@pytest.mark.usefixtures("_reference")
def test_officers_find_companies_by_a_part_of_the_name_and_those_of_other_offices_are_not_there(
    client: Client,
) -> None:
    make_operator(name="Brenna Textiles Ltd", region="NORTH")
    far = make_operator(name="Brenna South Ltd", region="SOUTH")
    officer = make_officer("Dalia Roost", "CASE_OFFICER", office=Operator.objects.get(region="NORTH").office)
    second_factor.give_totp(officer)
    sign_in(client, officer)
    page = client.get(reverse("operators:operators"), {"q": "brenna"}).content.decode()
    assert "Brenna Textiles Ltd" in page
    assert far.legal_name not in page
    assert "No company fits" in client.get(reverse("operators:operators"), {"q": "zzz"}).content.decode()
    person = make_person("Otto Frei")
    sign_in(client, person)
    assert client.get(reverse("operators:operators")).status_code == 404
