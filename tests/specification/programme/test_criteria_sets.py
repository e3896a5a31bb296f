"""A version of the criteria is drafted by several people, published by somebody else, and never changes again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from programme import selectors, services
from programme.models import ApplicabilityQuestion, CriteriaSet, Criterion, OpeningPlan, OperatorType, Section
from programme.rules import Change
from programme.states import HoldersFrom
from tests.support.programme import HOUSE, NOW, TODAY, make_officer, open_type, reference_data

pytestmark = pytest.mark.django_db

SOON = TODAY + timedelta(days=30)


def begin(actor: Any = None) -> CriteriaSet:
    reference_data()
    return services.begin_criteria_draft(reason="Yearly review", actor=actor or make_officer("Sofia Kern"), now=NOW)


def criterion(draft: CriteriaSet, code: str = "B-04") -> Criterion:
    return Criterion.objects.select_related("criteria_set").get(criteria_set=draft, code=code)


def with_effect(draft: CriteriaSet, **changes: Any) -> CriteriaSet:
    effect: dict[str, Any] = {"valid_from": SOON, "holders_from": HoldersFrom.REVALIDATION, "holders_on": None}
    actor = make_officer("Sofia Kern")
    return services.set_effect(criteria_set=draft, reason="Review", actor=actor, now=NOW, **{**effect, **changes})


@pytest.mark.requirement("R-SAC-04", "R-SAC-17", "R-SAC-22")
def test_a_draft_begins_as_a_copy_and_is_published_by_somebody_who_wrote_none_of_it() -> None:
    # given
    sofia, petra, henrik = make_officer("Sofia Kern"), make_officer("Petra Lund"), make_officer("Henrik Sala")
    draft = begin(sofia)
    first = selectors.criteria_set(TODAY)
    assert draft.criteria.count() == first.criteria.count() == 123
    assert draft.sections.count() == 14
    assert draft.questions.count() == 22
    # when
    row = services.save_part(
        part=criterion(draft), values={"requirement": "Every six months."}, version=1, actor=petra, now=NOW
    )
    with_effect(draft)
    # then
    assert (row.version, row.edited_by_label) == (2, "Petra Lund")
    for writer in (sofia, petra):
        with pytest.raises(Refused, match="Somebody else must publish"):
            services.publish_criteria_set(criteria_set=draft, actor=writer, now=NOW)
    services.publish_criteria_set(criteria_set=draft, actor=henrik, now=NOW)
    assert selectors.criteria_set(TODAY) == first
    assert selectors.criteria_set(SOON) == draft
    assert criterion(first).requirement != "Every six months."
    assert Event.objects.filter(name="criterion.changed", data__code="B-04", actor_label="Petra Lund").exists()
    # and a second time, by anybody, it is refused; by the database too
    with pytest.raises(Refused, match="no longer possible"):
        services.publish_criteria_set(criteria_set=draft, actor=henrik, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(actor=HOUSE, at=NOW):
        CriteriaSet.objects.filter(pk=draft.pk).update(published_at=NOW)
    with pytest.raises(DatabaseError, match="may not change"), transaction.atomic():
        Criterion.objects.filter(criteria_set=draft).update(title="x")
    with pytest.raises(Refused, match="published or dropped"):
        services.save_part(part=criterion(draft), values={"title": "x"}, version=2, actor=sofia, now=NOW)


def test_the_database_keeps_writers_from_publishing_and_a_second_draft_out() -> None:
    # given
    petra = make_officer("Petra Lund")
    draft = begin()
    services.save_part(part=criterion(draft), values={"title": "Other"}, version=1, actor=petra, now=NOW)
    with_effect(draft)
    # then
    with pytest.raises(DatabaseError, match="may not publish"), transaction.atomic(), acting(actor=HOUSE, at=NOW):
        CriteriaSet.objects.filter(pk=draft.pk).update(status="PUBLISHED", published_at=NOW, publisher_id=petra.pk)
    with pytest.raises(Refused, match="being written already"):
        services.begin_criteria_draft(reason="", actor=petra, now=NOW)
    with pytest.raises(DatabaseError, match="one_draft"), transaction.atomic(), acting(actor=HOUSE, at=NOW):
        CriteriaSet.objects.create(number=9, title="Second", author_label="x")


def test_a_stale_edit_overwrites_nothing_and_names_who_was_faster() -> None:
    # given
    draft = begin()
    services.save_part(
        part=criterion(draft), values={"title": "Hers"}, version=1, actor=make_officer("Dalia Roost"), now=NOW
    )
    # then
    with pytest.raises(services.StaleDraft, match="Dalia Roost changed this") as stale:
        services.save_part(
            part=criterion(draft), values={"title": "Mine"}, version=1, actor=make_officer("Sofia Kern"), now=NOW
        )
    assert isinstance(stale.value.theirs, Criterion)
    assert stale.value.theirs.title == criterion(draft).title == "Hers"


def test_parts_are_added_and_taken_out_and_what_rests_on_them_stays_whole() -> None:
    # given
    draft, sofia = begin(), make_officer("Sofia Kern")
    section = Section.objects.get(criteria_set=draft, letter="F")
    model = criterion(draft, "F-01")
    words = ["title", "plain_question", "requirement", "evidence", "good_evidence_example", "origin"]
    choices = ["weight", "families", "kinds", "stage", "answered_by", "scope"]
    values = {name: getattr(model, name) for name in [*words, *choices]}

    def add(code: str) -> Criterion:
        return services.add_part(
            model=Criterion,
            criteria_set=draft,
            values={**values, "section": section, "code": code},
            actor=sofia,
            now=NOW,
        )

    # when
    added = add("F-07")
    # then: it stands behind its section, and codes stay apart
    order = [row.code for row in selectors.criteria(draft)]
    assert order[order.index("F-08") + 1] == "F-07"
    with pytest.raises(Refused, match="stands in this version already"):
        add("F-07")
    with pytest.raises(Refused, match="letter of its section"):
        add("G-30")
    with pytest.raises(Refused, match="still has criteria"):
        services.remove_part(part=section, actor=sofia, now=NOW)
    question = ApplicabilityQuestion.objects.get(criteria_set=draft, key="uses_guards")
    with pytest.raises(Refused, match="rest on the question"):
        services.remove_part(part=question, actor=sofia, now=NOW)
    services.remove_part(part=added, actor=sofia, now=NOW)
    assert not draft.criteria.filter(code="F-07").exists()
    services.drop_criteria_draft(criteria_set=draft, actor=sofia, now=NOW)
    assert selectors.draft_criteria_set() is None


@pytest.mark.requirement("R-SAC-09", "R-SAC-06")
def test_a_version_that_leaves_an_open_type_without_a_section_is_not_published() -> None:
    # given
    draft, sofia = begin(), make_officer("Sofia Kern")
    for row in Criterion.objects.filter(criteria_set=draft, section__letter="C").select_related("criteria_set"):
        families = [name for name in row.families if name != "broker"]
        services.save_part(part=row, values={"families": families}, version=1, actor=sofia, now=NOW)
    with_effect(draft)
    # then
    with pytest.raises(Refused, match="Customs broker takes applications, but has no criterion in section C"):
        services.publish_criteria_set(criteria_set=draft, actor=make_officer("Henrik Sala"), now=NOW)
    section = Section.objects.select_related("criteria_set").get(criteria_set=draft, letter="C")
    services.save_part(part=section, values={"not_needed_by": ["broker"]}, version=1, actor=sofia, now=NOW)
    services.publish_criteria_set(criteria_set=draft, actor=make_officer("Henrik Sala"), now=NOW)


@pytest.mark.requirement("R-APP-12", "R-PIL-06", "R-PIL-07")
def test_types_open_in_stages_and_not_without_criteria_in_each_section() -> None:
    # given
    draft, sofia = begin(), make_officer("Sofia Kern")
    air, port = OperatorType.objects.get(token="air_carrier"), OperatorType.objects.get(token="port")
    estate = OperatorType.objects.get(token="industrial_estate")
    # when
    plan = services.propose_stages(
        stages=[[air], [port, OperatorType.objects.get(token="broker")]],
        first_on=date(2026, 10, 31),
        months_between=6,
        reason="As the plan of the pilot says.",
        actor=sofia,
        now=NOW,
    )
    # then: brokers take applications already and keep their day; nobody confirms what they proposed
    days = {line.operator_type.token: line.opens_on for line in selectors.opening_lines(plan)}
    assert days == {"air_carrier": date(2026, 10, 31), "port": date(2027, 4, 30)}
    with pytest.raises(Refused, match="Somebody else must confirm"):
        services.confirm_openings(plan=plan, actor=sofia, now=NOW)
    with pytest.raises(DatabaseError, match="four_eyes"), transaction.atomic(), acting(actor=HOUSE, at=NOW):
        OpeningPlan.objects.update(status="CONFIRMED", settled_by_id=sofia.pk)
    services.confirm_openings(plan=plan, actor=make_officer("Henrik Sala"), now=NOW)
    port.refresh_from_db()
    assert port.opens_on == date(2027, 4, 30)
    with pytest.raises(Refused, match="no longer possible"):
        services.drop_openings(plan=plan, actor=sofia, now=NOW)
    # and a version from which a section disappears for ports closes the door for a further one
    draft.criteria.filter(section__letter="A").delete()
    with_effect(draft)
    assert selectors.sections_lacking(draft, [estate]) == {"industrial_estate": ["A"]}
    with acting(actor=HOUSE, at=NOW):
        CriteriaSet.objects.filter(pk=draft.pk).update(status="PUBLISHED", published_at=NOW)
    with pytest.raises(Refused, match="have none for it in section A"):
        open_type("industrial_estate", SOON)
    with pytest.raises(Refused):
        services.propose_stages(stages=[[estate]], first_on=SOON, months_between=1, reason="", actor=sofia, now=NOW)
    assert open_type("industrial_estate", TODAY).opens_on == TODAY


def test_two_versions_side_by_side_show_added_removed_and_changed_words() -> None:
    # given
    draft, sofia = begin(), make_officer("Sofia Kern")
    first, row = selectors.criteria_set(TODAY), criterion(draft)
    text = row.requirement.replace("tested", "tried every month")
    services.save_part(part=row, values={"requirement": text, "weight": "should"}, version=1, actor=sofia, now=NOW)
    services.remove_part(part=criterion(draft, "H-07"), actor=sofia, now=NOW)
    # when
    with CaptureQueriesContext(connection) as queries:
        found = selectors.comparison(first, draft)
    # then
    assert len(queries) == 6
    assert found.counts == {"added": 0, "removed": 1, "changed": 1, "same": 121}
    assert [(line.code, line.change) for line in found.rows] == [("B-04", Change.CHANGED), ("H-07", Change.REMOVED)]
    by_label = {field.label: field for field in found.rows[0].fields}
    assert set(by_label) == {"Requirement", "Weight"}
    marked = "".join(piece.text for piece in by_label["Requirement"].new if piece.changed)
    assert "tried every month" in marked
    assert "".join(piece.text for piece in by_label["Requirement"].new) == text
    assert selectors.comparison(first, first).is_same
    assert found.others == ()


def test_sections_and_start_questions_that_differ_are_shown_beside_the_criteria() -> None:
    # given
    draft, sofia = begin(), make_officer("Sofia Kern")
    first = selectors.criteria_set(TODAY)
    section = draft.sections.select_related("criteria_set").get(letter="F")
    question = draft.questions.select_related("criteria_set").get(key="uses_guards")
    services.save_part(part=section, values={"not_needed_by": ["broker"]}, version=1, actor=sofia, now=NOW)
    services.save_translation(
        part=question, language="fr", texts={"help": "Aussi la nuit."}, version=1, actor=sofia, now=NOW
    )
    values = {"key": "flies_drones", "plain_question": "Do you use drones?", "help": ""}
    services.add_part(model=ApplicabilityQuestion, criteria_set=draft, values=values, actor=sofia, now=NOW)
    # when
    found = selectors.comparison(first, draft)
    # then
    assert not found.is_same
    assert [(part.code, part.change) for part in found.others] == [
        ("F", Change.CHANGED),
        ("uses_guards", Change.CHANGED),
        ("flies_drones", Change.ADDED),
    ]
    assert [field.label for part in found.others for field in part.fields] == [
        "Families that need nothing of it",
        "Explanation, Français",
        "Question",
    ]


@pytest.mark.requirement("R-SAC-17")
def test_an_earlier_version_is_taken_up_again_as_a_draft_that_somebody_else_publishes() -> None:
    # given: version 2 lost a criterion
    draft, sofia = begin(), make_officer("Sofia Kern")
    first = selectors.criteria_set(TODAY)
    services.remove_part(part=criterion(draft, "H-07"), actor=sofia, now=NOW)
    with_effect(draft, valid_from=TODAY)
    with pytest.raises(Refused, match="being written already"):
        services.begin_criteria_draft(reason="Back", like=first, actor=sofia, now=NOW)
    services.publish_criteria_set(criteria_set=draft, actor=make_officer("Henrik Sala"), now=NOW)
    # when
    again = services.begin_criteria_draft(reason="H-07 was needed after all", like=first, actor=sofia, now=NOW)
    # then
    assert selectors.comparison(first, again).is_same
    assert [line.code for line in selectors.comparison(selectors.criteria_set(TODAY), again).rows] == ["H-07"]
    services.drop_criteria_draft(criteria_set=again, actor=sofia, now=NOW)
    with pytest.raises(Refused, match="Only a published version"):
        services.begin_criteria_draft(reason="", like=again, actor=sofia, now=NOW)


@pytest.mark.requirement("R-SAC-07")
def test_the_reader_gets_the_words_of_the_own_language_where_there_are_some() -> None:
    # given
    draft, sofia = begin(), make_officer("Sofia Kern")
    services.save_translation(
        part=criterion(draft),
        language="fr",
        texts={"title": "Sauvegarde", "evidence": ""},
        version=1,
        actor=sofia,
        now=NOW,
    )
    # when
    with translation.override("fr"):
        french = {row.code: row for row in selectors.criteria(draft)}
    plain = {row.code: row for row in selectors.criteria(draft)}
    # then
    assert french["B-04"].title == "Sauvegarde"
    assert french["B-04"].evidence == plain["B-04"].evidence
    assert french["B-04"].section.title == "Système satisfaisant de gestion des écritures commerciales"
    assert plain["B-04"].title != "Sauvegarde"
    assert criterion(draft).title == plain["B-04"].title


@pytest.mark.requirement("R-SAC-17", "R-SAC-22")
@pytest.mark.parametrize(
    ("holders_from", "holders_on", "expected"),
    [
        (HoldersFrom.REVALIDATION, None, date(2028, 2, 29)),
        (HoldersFrom.DATE, date(2027, 6, 1), date(2027, 6, 1)),
        (HoldersFrom.YEARLY_RETURN, None, date(2027, 2, 28)),
    ],
)
def test_a_holder_meets_a_new_version_when_it_says_so(
    holders_from: str, holders_on: date | None, expected: date
) -> None:
    # given
    draft = with_effect(begin(), holders_from=holders_from, holders_on=holders_on)
    services.publish_criteria_set(criteria_set=draft, actor=make_officer("Henrik Sala"), now=NOW)
    first = selectors.criteria_set(TODAY)
    held = {"in_force_since": date(2024, 2, 29), "revalidation_due_on": date(2028, 2, 29)}
    # then
    assert selectors.meets_on(draft, **held) == expected
    assert selectors.criteria_set_for_holder(first, on=expected - timedelta(days=1), **held) == first
    assert selectors.criteria_set_for_holder(first, on=expected, **held) == draft


def test_holders_cannot_meet_a_version_before_it_is_in_force() -> None:
    draft = begin()
    for day in (None, SOON - timedelta(days=1)):
        with pytest.raises(Refused, match="before it is in force"):
            with_effect(draft, holders_from=HoldersFrom.DATE, holders_on=day)
    with pytest.raises(Refused, match="day that has passed"):
        with_effect(draft, valid_from=TODAY - timedelta(days=1))


def test_what_a_file_reads_of_the_criteria_costs_the_same_for_three_and_for_all() -> None:
    # given
    draft = begin()
    first = selectors.criteria_set(TODAY)
    with acting(actor=HOUSE, at=NOW):
        Criterion.objects.filter(criteria_set=draft).exclude(code__in=["A-01", "A-02", "I-10"]).delete()

    def cost(version: CriteriaSet) -> int:
        with CaptureQueriesContext(connection) as queries:
            rows = selectors.criteria(version)
            found = selectors.applicable(
                rows, families=["exporter"], kinds=["security"], stage="application", answers={}
            )
            selectors.start_questions_for(version, ["exporter"], ["security"], of=rows)
            selectors.interpretations_for({row.code for row in found})
            selectors.guidance(*(selectors.section_place(row.section.letter) for row in found))
        return len(queries)

    # then
    assert cost(draft) == cost(first) == 4
