"""A draft is edited line by line by one administrator and published by another; profiles show first what they would change."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import Event
from foundation.clock.services import now, today
from programme import selectors, services
from programme.models import Configuration, DeclarationTerms, LegalBasis, LetterTemplate
from programme.states import FIGURE_GROUPS, Cause, FigureCode, TimeLimitCode
from tests.specification.programme.test_pages import officer
from tests.support.programme import make_officer, reference_data

pytestmark = pytest.mark.django_db

ADMIN_PAGES = (
    ("configuration", ()),
    ("versions", ()),
    ("version", (1,)),
    ("profiles", ()),
    ("adopt", ("ctpat_like",)),
    ("draft", ()),
    ("draft_start", ()),
    ("draft_figures", ("small-firms",)),
    ("draft_figures", ("certificates",)),
    ("draft_figures", ("applying",)),
    ("draft_figures", ("checks",)),
    ("draft_separation", ()),
    ("draft_level", ()),
    ("draft_limit", ("application.decision",)),
    ("draft_cause", ("application.decision",)),
    ("calendars", ()),
    ("calendar", ("default",)),
    ("add_calendar", ()),
    ("add_closure", ("default",)),
    ("offices", ()),
    ("add_office", ()),
    ("change_office", ("NOR",)),
    ("add_competence", ()),
    ("add_delegation", ()),
    ("letters", ()),
    ("letter", ("hearing.opened", "en")),
    ("write_letter", ("hearing.opened", "fr")),
    ("terms", ()),
    ("write_terms", ()),
    ("legal_bases", ()),
    ("add_legal_basis", ()),
    ("legal", ()),
)


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def url(name: str, *args: object) -> str:
    return reverse(f"programme:{name}", args=args)


def drafted(client: Client, name: str = "Sofia Kern") -> Configuration:
    """A draft that begins with what is in force, made by the person who is then signed in."""
    sofia = officer(client, "PROGRAMME_ADMIN", name=name)
    like = selectors.configuration(today())
    return services.prepare_configuration(like=like, valid_from=today(), reason="review", actor=sofia, now=now())


def limit_data(draft: Configuration, **changes: object) -> dict[str, Any]:
    return {
        "edition": draft.edition,
        "amount": 60,
        "unit": "BUSINESS_DAYS",
        "count_event_day": "no",
        "roll_forward": "yes",
        "from_receipt": "no",
        "ceiling_amount": 100,
        "remind_before_days": 7,
        "at_end": "ESCALATE",
        "legal_basis": "Customs Code, art. 43(2)",
        **changes,
    }


def test_every_page_of_the_administrators_opens(client: Client) -> None:
    drafted(client)
    assert [(name, args) for name, args in ADMIN_PAGES if client.get(url(name, *args)).status_code != 200] == []


def test_what_is_not_there_is_not_found_and_garbage_breaks_nothing(client: Client) -> None:
    draft = drafted(client)
    for name, args in (
        ("draft_figures", ("moon",)),
        ("draft_limit", ("moon",)),
        ("change_cause", ("application.decision", 0)),
        ("change_level", (0,)),
        ("version", (99,)),
        ("adopt", ("moon",)),
        ("calendar", ("moon",)),
        ("change_office", ("MOON",)),
        ("letter", ("moon", "en")),
        ("write_letter", ("hearing.opened", "xx")),
    ):
        assert client.get(url(name, *args)).status_code == 404, name
    for data in ({"amount": "9" * 40}, {"amount": "\x00"}, {"edition": "x"}, {"unit": "MOONS"}, {"amount": "-1"}):
        response = client.post(url("draft_limit", "application.decision"), limit_data(draft, **data))
        assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.edition == 0


@pytest.mark.requirement("R-APP-05", "R-APP-06")
def test_a_limit_is_changed_in_the_draft_and_holds_once_another_person_published_it(client: Client) -> None:
    # given
    draft = drafted(client)
    # when
    client.post(url("draft_limit", "application.decision"), limit_data(draft))
    page = client.get(url("draft")).content.decode()
    # then
    assert "90 business days" in page
    assert "60 business days" in page
    assert "Publish version" not in page
    assert selectors.time_limit(TimeLimitCode.DECISION, selectors.configuration(today())).amount == 90
    # when somebody else publishes what that person saw
    officer(client, "PROGRAMME_ADMIN", name="Henrik Sala")
    client.post(url("draft"), {"edition": 1})
    # then
    assert selectors.time_limit(TimeLimitCode.DECISION, selectors.configuration(today())).amount == 60
    assert Event.objects.filter(name="configuration.draft_changed", actor_label="Sofia Kern").exists()
    page = client.post(url("draft"), {"edition": 1})
    assert page.status_code == 404  # nothing is left to publish a second time


def test_who_changed_a_line_does_not_publish_and_a_stale_page_is_refused(client: Client) -> None:
    # given
    draft = drafted(client)
    officer(client, "PROGRAMME_ADMIN", name="Henrik Sala")
    first = client.post(url("draft_limit", "application.decision"), limit_data(draft))
    # when the same old page is sent again, and then published
    stale = client.post(url("draft_limit", "application.decision"), limit_data(draft, amount=61))
    client.post(url("draft"), {"edition": 1})
    # then
    assert first.status_code == 302
    assert "Henrik Sala changed this draft at" in stale.content.decode()
    assert 'value="61"' in stale.content.decode()
    assert Configuration.objects.get(number=2).status == "DRAFT"
    # when a third person publishes an edition that is not the last
    officer(client, "PROGRAMME_ADMIN", name="Ada Lorn")
    client.post(url("draft"), {"edition": 0})
    assert Configuration.objects.get(number=2).status == "DRAFT"
    client.post(url("draft"), {"edition": 1})
    assert Configuration.objects.get(number=2).status == "PUBLISHED"


@pytest.mark.requirement("R-SME-01", "R-APP-18")
def test_the_definition_of_a_small_firm_is_set_with_examples_beside_it(client: Client) -> None:
    # given
    draft = drafted(client)
    page = client.get(url("draft_figures", "small-firms")).content.decode()
    assert "New Zealand" in page
    assert "fewer than 21 employees" in page
    rows = {row.code: row.value for row in draft.figures.all() if row.code.startswith("sme.")}
    data = {code.replace(".", "_"): value for code, value in rows.items()}
    # when
    wrong = client.post(url("draft_figures", "small-firms"), {**data, "sme_employees": 1, "edition": 0})
    client.post(
        url("draft_figures", "small-firms"),
        {**data, "sme_employees": 300, "sme_turnover": 1_000_000, "edition": 0},
    )
    # then
    assert "From 2 employees to" in wrong.content.decode()
    changed = Configuration.objects.get(number=2)
    assert selectors.small_firm(299, changed, turnover=1_000_000)
    assert not selectors.small_firm(299, changed, turnover=1_000_001)
    assert not selectors.small_firm(300, changed)
    assert selectors.figure(FigureCode.APPLICATION_FEE, changed) == 0


def test_causes_are_added_changed_and_taken_away(client: Client) -> None:
    # given
    drafted(client)
    add = {
        "cause": Cause.INVESTIGATION,
        "effect": "EXTEND",
        "amount": "",
        "unit": "MONTHS",
        "times": "",
        "most": 9,
        "by_itself": "no",
    }
    # when
    client.post(url("draft_cause", "application.decision"), {**add, "edition": 0})
    twice = client.post(url("draft_cause", "application.decision"), {**add, "edition": 1})
    # then
    assert "says already what this cause does" in twice.content.decode()
    draft = selectors.draft_configuration()
    assert draft
    row = selectors.causes(TimeLimitCode.DECISION, draft, cause=Cause.INVESTIGATION)[0]
    assert (row.most, row.unit, row.by_itself) == (9, "MONTHS", False)
    # when
    client.post(url("change_cause", "application.decision", row.pk), {**add, "effect": "STOP", "edition": 1})
    row.refresh_from_db()
    assert (row.effect, row.most, row.unit) == ("STOP", None, "")
    client.post(url("remove_cause", "application.decision", row.pk), {"edition": 2})
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_separation_is_relaxed_with_a_reviewer_and_never_where_the_law_forbids(client: Client) -> None:
    # given
    draft = drafted(client)
    rules = selectors.separation_table(draft)
    data: dict[str, Any] = {f"mode_{place}": rule.mode for place, rule in enumerate(rules)}
    # when
    missing = client.post(url("draft_separation"), {**data, "mode_1": "REVIEWED", "edition": 0})
    forced = client.post(url("draft_separation"), {**data, "mode_0": "ALLOWED", "edition": 0})
    client.post(url("draft_separation"), {**data, "mode_1": "REVIEWED", "role_1": "AUDITOR", "edition": 0})
    # then
    assert "Choose who reviews afterwards." in missing.content.decode()
    assert forced.status_code == 200
    modes = {(row.first_act, row.second_act): row.mode for row in draft.separation_rules.all()}
    assert modes[("PROPOSE", "DECIDE")] == "FORBIDDEN"
    assert modes[("VET", "DECIDE")] == "REVIEWED"


@pytest.mark.requirement("R-APP-05")
@pytest.mark.parametrize("profile", ["apec_common", "eu_like", "ctpat_like", "small_administration"])
def test_each_profile_carries_the_whole_set_and_shows_first_what_it_changes(client: Client, profile: str) -> None:
    officer(client, "PROGRAMME_ADMIN")
    lines = services.profile_lines(profile)
    assert {row.code for row in lines.time_limits} == set(TimeLimitCode.values)
    assert {row.code for row in lines.figures} == set(FigureCode.values)
    assert all(row.code in TimeLimitCode.values for row in lines.limit_causes)
    assert len(lines.separation_rules) == 6
    page = client.get(url("adopt", profile)).content.decode()
    assert ("Every figure, limit and rule stays as it is." in page) == (profile == "apec_common")
    assert ("120 calendar days" in page) == (profile == "eu_like")


def test_an_earlier_version_is_taken_up_again_as_a_new_one(client: Client) -> None:
    # given
    sofia, henrik = make_officer("Sofia Kern"), make_officer("Henrik Sala")
    services.adopt_profile(profile="eu_like", valid_from=today(), author=sofia, publisher=henrik, now=now())
    officer(client, "PROGRAMME_ADMIN")
    day = today() + timedelta(days=1)
    posted = {"valid_from_day": day.day, "valid_from_month": day.month, "valid_from_year": day.year}
    # when
    assert "120 calendar days" in client.get(url("take_up", 1)).content.decode()
    assert "Write why" in client.post(url("take_up", 1), posted).content.decode()
    client.post(url("take_up", 1), {**posted, "reason": "complaints"})
    services.publish_configuration(
        configuration=Configuration.objects.get(number=3), actor=make_officer("Ada Lorn"), now=now()
    )
    # then
    assert selectors.configuration(day).number == 3
    assert not selectors.differences(Configuration.objects.get(number=1), Configuration.objects.get(number=3))
    assert selectors.configuration(today()).profile == "eu_like"


def test_a_letter_is_written_by_one_previewed_and_put_in_use_by_another(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    body = "Dear {company},\n\nspeak until {speak_untl}."
    data = {"subject": "Hearing {number}", "body": body, "legal_basis": "Customs Code, art. 45", "edition": 0}
    # when
    wrong = client.post(url("write_letter", "hearing.opened", "en"), data).content.decode()
    client.post(url("write_letter", "hearing.opened", "en"), {**data, "body": "Dear {company}, until {speak_until}."})
    page = client.get(url("letter", "hearing.opened", "en")).content.decode()
    own = client.post(url("letter_draft", "hearing.opened", "en"), {"edition": 1})
    # then
    assert "Line 3: {speak_untl} is not known here." in wrong
    assert "Brenna Mills Ltd" in page
    assert own.status_code == 302
    context = {"company": "A", "number": "1", "rows": "", "grounds": "", "speak_until": "May"}
    assert selectors.letter("hearing.opened", language="en", context=context).template_version == 1
    # when
    officer(client, "PROGRAMME_ADMIN", name="Henrik Sala")
    client.post(url("letter_draft", "hearing.opened", "en"), {"edition": 0})
    assert selectors.letter("hearing.opened", language="en", context=context).template_version == 1
    client.post(url("letter_draft", "hearing.opened", "en"), {"edition": 1})
    # then
    written = selectors.letter("hearing.opened", language="en", context=context)
    assert (written.template_version, written.body) == (2, "Dear A, until May.")
    assert LetterTemplate.objects.filter(code="hearing.opened", language="en").count() == 2


@pytest.mark.requirement("R-LEG-05")
def test_terms_in_a_language_hold_from_their_day_once_another_person_published_them(client: Client) -> None:
    # given
    officer(client, "PROGRAMME_ADMIN")
    day = today() + timedelta(days=2)
    data = {
        "language": "fr",
        "text": "Je participe librement.",
        "valid_from_day": day.day,
        "valid_from_month": day.month,
        "valid_from_year": day.year,
        "edition": 0,
    }
    # when
    client.post(url("write_terms"), data)
    draft = DeclarationTerms.objects.get(language="fr")
    client.post(url("terms_draft", draft.pk), {"edition": 1})
    assert selectors.terms(day, "fr").language == "en"
    officer(client, "PROGRAMME_ADMIN", name="Henrik Sala")
    client.post(url("terms_draft", draft.pk), {"edition": 1})
    # then
    assert selectors.terms(day, "fr").text == "Je participe librement."
    assert selectors.terms(today(), "fr").language == "en"


@pytest.mark.requirement("R-LEG-01", "R-LEG-05")
def test_the_register_of_legal_bases_feeds_the_public_page_and_the_editors(client: Client) -> None:
    # given
    assert "Customs Code, art. 43(2)" in client.get(url("legal")).content.decode()
    officer(client, "PROGRAMME_ADMIN")
    data = {
        "code": "cc-43",
        "title": "Time to decide",
        "citation": "Customs Code, art. 43a",
        "url": "https://laws.example/43a",
        "text": "Sixty days.",
        "valid_from_day": today().day,
        "valid_from_month": today().month,
        "valid_from_year": today().year,
    }
    # when
    client.post(url("add_legal_basis"), data)
    twice = client.post(url("add_legal_basis"), data).content.decode()
    # then
    assert "A new one begins on a later day" in twice
    page = client.get(url("legal")).content.decode()
    assert "Customs Code, art. 43a: Time to decide" in page
    assert "Customs Code, art. 43(2): Time to decide" not in page
    assert LegalBasis.objects.filter(code="cc-43").count() == 2
    drafted(client)
    assert "Customs Code, art. 43a" in client.get(url("draft_limit", "application.decision")).content.decode()


def test_the_home_of_the_programme_costs_the_same_whatever_waits(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    drafted(client)
    with django_assert_max_num_queries(40):
        page = client.get(url("configuration")).content.decode()
    assert "Figures and time limits, version 2" in page
    assert "Yours: somebody else publishes it." in page


def test_a_draft_older_than_a_figure_offers_it_and_is_published_with_what_counts_for_it(client: Client) -> None:
    draft = drafted(client)
    code = FigureCode.INVITATION_DAYS
    before = selectors.figure(code, draft)
    draft.figures.filter(code=code).delete()
    group = next(group for group, (_label, codes) in FIGURE_GROUPS.items() if code in codes)
    assert f'value="{before}"' in client.get(url("draft_figures", group)).content.decode()
    services.publish_configuration(configuration=draft, actor=make_officer("Henrik Sala"), now=now())
    assert draft.figures.get(code=code).value == before
