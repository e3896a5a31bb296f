"""What programme administrators, agencies and officers see and do on the pages of the criteria."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from foundation.clock.services import now, today
from foundation.correspondence.models import Notice
from foundation.identity.models import User
from programme import selectors, services
from programme.adapters import spreadsheets
from programme.models import CriteriaSet, Criterion, CriterionProposal, Interpretation, OperatorType
from programme.states import GuidanceStep
from tests.support.identity import sign_in
from tests.support.programme import make_officer, new_criteria, reference_data

from .test_pages import officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


@pytest.fixture
def sofia(client: Client) -> User:
    return officer(client, "PROGRAMME_ADMIN")


def begin(actor: User) -> CriteriaSet:
    return services.begin_criteria_draft(reason="Review", actor=actor, now=now())


def url(name: str, *args: Any) -> str:
    return reverse(f"programme:{name}", args=args)


def day(name: str, value: Any) -> dict[str, int]:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def typed(page: Any) -> dict[str, Any]:
    """What a browser would send back of the form on a page."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


@pytest.mark.requirement("R-SAC-04", "R-SAC-17")
def test_a_version_is_written_compared_and_published_on_pages(client: Client, sofia: User) -> None:
    # when: begun, changed, dated
    client.post(url("criteria_begin"), {"reason": "Audit of 2026"})
    page = client.get(url("criteria_part", "criterion", "B-04"))
    answer = client.post(url("criteria_part", "criterion", "B-04"), {**typed(page), "weight": "should"})
    assert answer.status_code == 302
    start = today() + timedelta(days=40)
    effect = {**day("valid_from", start), "holders_from": "YEARLY_RETURN", "reason": "Audit of 2026"}
    assert client.post(url("criteria_effect"), effect).status_code == 302
    # then: the author sees what changes and that another person must publish
    draft = client.get(url("criteria_draft")).content.decode()
    assert "1 changed, 122 the same" in draft
    assert "somebody else must publish it" in draft
    compared = client.get(url("criteria_compare")).content.decode()
    assert '<ins><span class="govuk-visually-hidden">added: </span>should' in compared
    client.post(url("criteria_draft"))
    assert selectors.draft_criteria_set() is not None
    # and another person publishes it
    officer(client, "PROGRAMME_ADMIN", name="Henrik Sala")
    assert "Publish this version" in client.get(url("criteria_draft")).content.decode()
    client.post(url("criteria_draft"))
    assert selectors.criteria_set(start).number == 2
    assert "at their next yearly return" in client.get(url("criteria_versions")).content.decode()
    assert client.get(url("criteria_draft")).status_code == 404


def test_somebody_who_was_faster_is_named_and_both_texts_stand_side_by_side(client: Client, sofia: User) -> None:
    # given
    draft = begin(sofia)
    place = url("criteria_part", "criterion", "B-04")
    mine = {**typed(client.get(place)), "title": "Mine"}
    row = Criterion.objects.select_related("criteria_set").get(criteria_set=draft, code="B-04")
    services.save_part(part=row, values={"title": "Hers"}, version=1, actor=make_officer("Dalia Roost"), now=now())
    # when
    page = client.post(place, mine)
    # then
    text = page.content.decode()
    assert page.status_code == 409
    assert "Dalia Roost changed this" in text
    assert "Hers" in text
    assert 'value="Mine"' in text
    assert client.post(place, typed(page)).status_code == 302
    row.refresh_from_db()
    assert row.title == "Mine"


def test_faulty_input_is_named_at_its_field_and_changes_nothing(client: Client, sofia: User) -> None:
    # given
    begin(sofia)
    before = selectors.table_of(CriteriaSet.objects.get(status="DRAFT"))
    bad = {"code": "b4", "title": "a\x00b", "weight": "heavy", "version": "9" * 40}
    # then
    assert "Error:" in client.post(url("criteria_add", "criterion"), bad).content.decode()
    assert "Error:" in client.post(url("criteria_part", "criterion", "B-04"), bad).content.decode()
    assert client.get(url("criteria_part", "criterion", "Q-99")).status_code == 404
    assert client.get(url("criteria_part", "planet", "B-04")).status_code == 404
    assert client.get(url("criteria_translate", "criterion", "B-04", "xx")).status_code == 404
    past = {**day("valid_from", today() - timedelta(days=1)), "holders_from": "DATE", "reason": ""}
    text = client.post(url("criteria_effect"), past).content.decode()
    assert "day that has passed" in text
    assert "Write why the version is needed" in text
    table = SimpleUploadedFile("criteria.csv", spreadsheets.write_csv([["code", "colour"], ["A-01", "red"]]))
    text = client.post(url("criteria_import"), {"table": table}).content.decode()
    assert "Line 1, colour: We don’t know this column" in text
    assert "Line 1, weight: The column is missing. Add it." in text
    assert "Choose a file." in client.post(url("criteria_import")).content.decode()
    for query in ("?old=99&new=1", "?old=x&new="):
        assert "Error:" in client.get(url("criteria_compare") + query).content.decode()
    assert selectors.table_of(CriteriaSet.objects.get(status="DRAFT")) == before


def test_a_draft_is_taken_away_handed_in_translated_and_extended(client: Client, sofia: User) -> None:
    # given
    draft = begin(sofia)
    content = client.get(url("criteria_export", draft.number, "xlsx")).content
    # when
    answer = client.post(url("criteria_import"), {"table": SimpleUploadedFile("criteria.xlsx", content)}, follow=True)
    # then
    assert "123 criteria are in the draft now." in answer.content.decode()
    assert b"B-04" in client.get(url("criteria_export", draft.number, "csv")).content
    french = url("criteria_translate", "criterion", "B-04", "fr")
    client.post(french, {**typed(client.get(french)), "title": "Sauvegarde"})
    assert "Sauvegarde" in client.get(url("criteria_version", 2), HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    client.post(url("criteria_add", "section"), {"letter": "P", "title": "Drones"})
    client.post(url("criteria_add", "question"), {"key": "flies_drones", "plain_question": "Do you fly drones?"})
    new = {
        **typed(client.get(url("criteria_part", "criterion", "B-04"))),
        "code": "P-01", "section": "P", "applies_when": ["flies_drones"], "record_fact": "SITES",
    }  # fmt: skip
    assert client.post(url("criteria_add", "criterion"), new).status_code == 302
    preview = url("criteria_preview", 2)
    assert 'id="P-01"' in client.get(preview, {"type": "exporter", "no": ["uses_guards"]}).content.decode()
    page = client.get(preview, {"type": "exporter", "size": "small", "no": ["flies_drones"]}).content.decode()
    assert 'id="P-01"' not in page
    client.post(url("criteria_remove", "criterion", "P-01"))
    assert not draft.criteria.filter(code="P-01").exists()
    client.post(url("criteria_drop"))
    assert selectors.draft_criteria_set() is None


@pytest.mark.requirement("R-SAC-08")
def test_sections_and_start_questions_are_taken_away_and_handed_in_on_their_pages(client: Client, sofia: User) -> None:
    # given
    begin(sofia)
    away = client.get(url("parts_export", 2, "questions", "xlsx"))
    page = url("parts_import", "questions")
    assert page in client.get(url("criteria_import")).content.decode()
    # then
    again = SimpleUploadedFile("questions.xlsx", away.content)
    assert client.post(page, {"table": again}).status_code == 302
    faulty = SimpleUploadedFile("questions.csv", b"key,plain_question,help\nuses guards,Do you?,\n")
    answer = client.post(page, {"table": faulty}).content.decode()
    assert "Line 2, key: ‘uses guards’ is no short name." in answer
    assert "Choose a file." in client.post(page, {}).content.decode()
    assert client.get(url("parts_import", "spaceships")).status_code == 404


@pytest.mark.requirement("R-SAC-17")
def test_an_earlier_version_can_be_taken_up_again_from_its_page(client: Client, sofia: User) -> None:
    # given: the only version is the newest one, so there is nothing to go back to
    again = url("take_up_criteria", 1)
    assert again not in client.get(url("criteria_version", 1)).content.decode()
    new_criteria(changed={"B-04": {"title": "Other"}}, copies={}, now=now())
    # then
    assert again in client.get(url("criteria_version", 1)).content.decode()
    assert "Error:" in client.post(again, {"reason": ""}).content.decode()
    assert client.post(again, {"reason": "As it was"}).status_code == 302
    assert selectors.draft_criteria_set().criteria.get(code="B-04").title != "Other"
    assert client.get(url("take_up_criteria", 99)).status_code == 404


@pytest.mark.requirement("R-PIL-06", "R-APP-12")
def test_types_are_given_their_stages_on_one_page(client: Client, sofia: User) -> None:
    # given
    first = today() + timedelta(days=30)
    stages = {
        "stage_air_carrier": "1", "stage_port": "3", **day("first_on", first), "months_between": 6, "reason": "Pilot",
    }  # fmt: skip
    # then
    assert (
        "Choose a stage"
        in client.post(url("stages"), {**stages, "stage_air_carrier": "", "stage_port": ""}).content.decode()
    )
    assert client.post(url("stages"), stages).status_code == 302
    plan = selectors.opening_plans().get()
    services.confirm_openings(plan=plan, actor=make_officer("Henrik Sala"), now=now())
    assert OperatorType.objects.get(token="air_carrier").opens_on == first
    assert OperatorType.objects.get(token="port").opens_on > first + timedelta(days=150)


@pytest.mark.requirement("R-SAC-11")
def test_an_agency_proposes_talks_and_gets_an_answer_with_its_reason(client: Client) -> None:
    # given
    mina = officer(client, "OGA_USER", name="Mina Roth")
    proposal = {
        "agency": "Food Office", "title": "Cold chain is recorded", "requirement": "Temperatures are kept.",
        "reason": "Spoiled food", "origin": "Food Act, article 12", "kind": "security",
    }  # fmt: skip
    # when
    assert "Error:" in client.post(url("propose"), {**proposal, "requirement": ""}).content.decode()
    client.post(url("propose"), proposal)
    row = CriterionProposal.objects.get()
    page = url("proposal", row.public_id)
    client.post(page, {"act": "discuss", "text": "We have two cases a year."})
    client.post(page, {"act": "answer", "outcome": "take", "code": "F-12", "answer": "Mine"})
    row.refresh_from_db()
    assert row.status == "OPEN"
    # then: the central unit needs a draft and a code, and the origin stays
    sofia = officer(client, "PROGRAMME_ADMIN")
    taken = {"act": "answer", "outcome": "take", "code": "F-12", "answer": "It answers a risk we know."}
    assert "Begin a new version first" in client.post(page, taken).content.decode()
    draft = begin(sofia)
    assert "Give the new criterion a code" in client.post(page, {**taken, "code": ""}).content.decode()
    assert client.post(page, taken).status_code == 302
    criterion = Criterion.objects.get(criteria_set=draft, code="F-12")
    assert criterion.origin == "Food Office: Food Act, article 12"
    assert "no longer possible" in client.post(page, taken, follow=True).content.decode()
    # and the agency reads it, but nobody else's
    sign_in(client, mina)
    assert "It answers a risk we know." in client.get(page).content.decode()
    assert Notice.objects.filter(recipients__user=mina).exists()
    officer(client, "OGA_USER", name="Otto Vance")
    assert client.get(page).status_code == 404
    assert "No criterion is proposed yet." in client.get(url("proposals")).content.decode()


@pytest.mark.requirement("R-INT-07")
def test_a_regional_officer_asks_and_the_answer_comes_back_for_all(client: Client) -> None:
    # given
    petra = officer(client, "CASE_OFFICER", name="Petra Lund")
    assert "no criterion Q-99 in force" in client.post(url("ask"), {"code": "Q-99", "question": "?"}).content.decode()
    client.post(url("ask"), {"code": "b-06", "question": "Does Brenna’s yearly count do?"})
    row = Interpretation.objects.get()
    page = url("interpretation", row.public_id)
    assert client.post(page, {"question": "x", "answer": "y", "anonymous": "on"}).status_code == 403
    # when
    officer(client, "PROGRAMME_ADMIN")
    answer = {"question": "Does a yearly count do?", "answer": "Yes, with spot checks.", "is_public": "on"}
    assert "Error:" in client.post(page, answer).content.decode()
    client.post(page, {**answer, "anonymous": "on"})
    # then
    assert selectors.interpretations_for(["B-06", "B-07"])["B-06"][0].answer == "Yes, with spot checks."
    assert Notice.objects.filter(recipients__user=petra, title="Answer about criterion B-06").exists()
    public = client.get(url("criteria")).content.decode()
    assert "Yes, with spot checks." in public
    assert "Brenna" not in public
    # and a note for officers only is not public; what no longer holds is put aside
    note = {"code": "B-07", "question": "What counts?", "answer": "All goods.", "is_precedent": "on", "anonymous": "on"}
    client.post(url("note"), note)
    assert "All goods." not in client.get(url("criteria")).content.decode()
    assert "All goods." in client.get(url("interpretations"), {"code": "B-07"}).content.decode()
    client.post(page, {"reason": "New law"})
    assert selectors.interpretations_for(["B-06"]) == {}
    assert "Yes, with spot checks." not in client.get(url("criteria")).content.decode()


def test_explaining_texts_have_versions_and_languages(client: Client, sofia: User) -> None:
    # given
    place = url("guidance_text", selectors.step_place(GuidanceStep.UNDER_VETTING), "en")
    client.post(place, {"text": "We look at your papers.", "seen": 0})
    # when: two people write upon the same version
    client.post(place, {"text": "We read your papers.", "seen": 1})
    late = client.post(place, {"text": "We check your papers.", "seen": 1})
    # then
    assert late.status_code == 409
    assert "Sofia Kern changed this" in late.content.decode()
    assert selectors.guidance("step.UNDER_VETTING", "section.A") == {"step.UNDER_VETTING": "We read your papers."}
    assert client.get(url("guidance_text", "step.NOWHERE", "en")).status_code == 404
    assert "Desk checks" in client.get(url("guidance")).content.decode()


def test_the_lists_cost_the_same_whatever_they_hold(
    client: Client, sofia: User, django_assert_max_num_queries: Any
) -> None:
    # given
    petra = make_officer("Petra Lund", "CASE_OFFICER")
    for number in range(20):
        services.ask_central_unit(code="B-06", question=f"Question {number}", office=None, actor=petra, now=now())
        services.propose_criterion(
            agency="Food Office", title=f"Title {number}", requirement="R", reason="W", origin="O", kind="security",
            actor=petra, now=now(),
        )  # fmt: skip
    begin(sofia)
    # then
    for name in ("interpretations", "proposals", "criteria_versions", "criteria_draft", "criteria_compare", "guidance"):
        with django_assert_max_num_queries(34):
            assert client.get(url(name)).status_code == 200
