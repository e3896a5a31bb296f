"""Beginning, answering, handing over: what a trader does before sending."""

from datetime import date, timedelta

import pytest

from applications import selectors, services
from applications.models import Answer, Application
from foundation.audit.services import Refused, acting
from foundation.identity.selectors import whole
from operators.models import Bar
from programme.models import CriteriaSet, OperatorType
from programme.states import Kind
from tests.support.applications import BOTH, NOW, Company, begun, filled, fresh
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db
ANSWER = {"reason": "", "plan": "", "planned_until": None}


@pytest.mark.requirement("R-APP-10", "R-SAC-17", "R-APP-09")
def test_a_new_application_pins_number_criteria_figures_size_and_office() -> None:
    application = begun(Company())
    assert application.number.startswith("AEO-2026-")
    assert application.criteria_set.number == 1
    assert application.configuration.number == 1
    assert application.small_firm
    assert application.office is not None
    assert [row.token for row in application.operator_types.all()] == ["exporter"]
    assert list(application.kinds) == list(BOTH)


def test_a_double_click_makes_one_application() -> None:
    company = Company()
    first, second = begun(company), begun(company)
    assert first.pk == second.pk
    assert Application.objects.count() == 1


@pytest.mark.requirement("R-APP-12")
def test_a_closed_type_is_refused_by_name() -> None:
    company = Company()
    closed = (
        OperatorType.objects.filter(opens_on__isnull=True).first() or OperatorType.objects.order_by("-opens_on").first()
    )
    assert closed is not None
    with pytest.raises(Refused, match=closed.label.split("(")[0].strip()[:10]):
        begun(company, types=[closed.token])


@pytest.mark.parametrize(("kinds", "types"), [((), ("exporter",)), (BOTH, ()), (BOTH, ("no-such-type",))])
def test_kinds_and_types_are_needed(kinds: tuple[str, ...], types: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        begun(Company(), kinds=kinds, types=types)


@pytest.mark.parametrize(
    ("barred_kind", "asked_kinds", "refused"),
    [
        ("", BOTH, True),
        (Kind.SECURITY, BOTH, True),
        (Kind.SECURITY, (Kind.SIMPLIFICATION,), False),
    ],
)
def test_a_bar_refuses_its_kind_and_names_the_day(
    barred_kind: str, asked_kinds: tuple[str, ...], refused: bool
) -> None:
    company = Company()
    with acting(actor=HOUSE, at=NOW):
        Bar.objects.create(
            operator=company.operator,
            kind=barred_kind,
            cause="revoked",
            valid_from=date(2025, 1, 1),
            valid_until=date(2028, 6, 30),
        )
    if refused:
        with pytest.raises(Refused, match="30 June 2028"):
            begun(company, kinds=asked_kinds)
    else:
        assert begun(company, kinds=asked_kinds).status == "DRAFT"


@pytest.mark.parametrize(("on", "refused"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_the_last_barred_day_counts(on: date, refused: bool) -> None:
    """Acceptance case 11: revoked on 1 July 2023, barred until 30 June 2026"""
    company = Company()
    with acting(actor=HOUSE, at=NOW):
        Bar.objects.create(
            operator=company.operator, cause="revoked", valid_from=date(2023, 7, 1), valid_until=date(2026, 6, 30)
        )
    moment = NOW.replace(month=on.month, day=on.day)
    if refused:
        with pytest.raises(Refused):
            begun(company, now=moment)
    else:
        assert begun(company, now=moment).status == "DRAFT"


@pytest.mark.requirement("R-APP-04")
def test_a_draft_left_for_31_days_is_still_there() -> None:
    """Acceptance case 51"""
    company = Company()
    application = filled(company)
    later = NOW + timedelta(days=31)
    found = selectors.visible_to_company(whole(company.organisation)).get()
    assert found.status == "DRAFT"
    services.answer_start(application=application, answers={"uses_guards": True}, user=company.preparer, now=later)
    assert selectors.missing(fresh(application)) == []


@pytest.mark.requirement("R-SAC-17")
def test_a_draft_keeps_its_criteria_when_a_new_version_is_published() -> None:
    """Acceptance case 55"""
    application = begun(Company())
    with acting(actor=HOUSE, at=NOW):
        CriteriaSet.objects.create(number=2, title="Version", author_label="A", author_id=1)
    assert fresh(application).criteria_set.number == 1
    assert {row.criteria_set_id for row in selectors.relevant_criteria(fresh(application))} == {
        application.criteria_set_id
    }


@pytest.mark.requirement("R-SAC-10", "R-SME-02")
def test_only_what_fits_is_asked() -> None:
    """CRITERIA.md: an exporter of 25 people, both kinds, part loads, has 78 questions"""
    company = Company(sites=1)
    application = begun(company)
    everything = selectors.assessment(application).question_count
    answers = dict.fromkeys(_starts_of_a_small_exporter(), False)
    services.answer_start(application=application, answers=answers, user=company.preparer, now=NOW)
    sheet = selectors.assessment(fresh(application))
    assert sheet.question_count < everything
    assert not {"D-04", "D-05", "M-01"} & {row.criterion.code for row in sheet.rows}, "asked after the grant only"
    assert {row.criterion.code for row in sheet.looked_up} <= {"A-04", "A-05", "A-09"}
    assert {question.key for question in sheet.asked_starts} >= {"uses_guards"}


def test_one_kind_asks_less_than_both() -> None:
    both = selectors.assessment(begun(Company())).question_count
    one = selectors.assessment(begun(Company(), kinds=(Kind.SIMPLIFICATION,))).question_count
    assert one < both


def test_contradicting_start_answers_are_to_be_cleared_up() -> None:
    company = Company()
    application = filled(company)
    answers = {"seals_full_units": True, "handles_sealed_units": False}
    services.answer_start(application=application, answers=answers, user=company.preparer, now=NOW)
    texts = [line.text for line in selectors.missing(fresh(application))]
    assert any("contradict" in text for text in texts)


def test_a_start_answer_of_another_set_is_refused() -> None:
    company = Company()
    with pytest.raises(Refused):
        services.answer_start(application=begun(company), answers={"no_such": True}, user=company.preparer, now=NOW)


def test_a_site_question_is_asked_for_each_open_site() -> None:
    company = Company(sites=3)
    application = begun(company)
    per_site = [row for row in selectors.assessment(application).rows if row.criterion.scope == "site"]
    codes = {row.criterion.code for row in per_site}
    assert len(per_site) == 3 * len(codes) > 0


def test_two_people_editing_one_answer_see_each_other() -> None:
    """The second to save gets the first one's words; nothing is overwritten."""
    # given both loaded version 1
    company = Company()
    application = begun(company)
    criterion = selectors.assessment(application).rows[0].criterion
    shared = {"application": application, "criterion": criterion, "site": None, **ANSWER}
    services.save_answer(**shared, outcome="MET", how="First", version=0, user=company.preparer, now=NOW)
    services.save_answer(**shared, outcome="MET", how="Second", version=1, user=company.preparer, now=NOW)
    # when the other saves over version 1
    with pytest.raises(services.StaleEdit) as stale:
        services.save_answer(**shared, outcome="NOT_MET", how="Mine", version=1, user=company.signatory, now=NOW)
    # then
    assert stale.value.theirs.how == "Second"
    assert company.preparer.full_name in stale.value.message
    assert Answer.objects.get(criterion=criterion).how == "Second"
    kept = services.save_answer(**shared, outcome="NOT_MET", how="Mine", version=2, user=company.signatory, now=NOW)
    assert (kept.how, kept.version) == ("Mine", 3)


def test_saving_the_same_words_twice_changes_nothing() -> None:
    company = Company()
    application = begun(company)
    criterion = selectors.assessment(application).rows[0].criterion
    shared = {"application": application, "criterion": criterion, "site": None, **ANSWER, "version": 0}
    first = services.save_answer(**shared, outcome="MET", how="Same", user=company.preparer, now=NOW)
    again = services.save_answer(**shared, outcome="MET", how="Same", user=company.preparer, now=NOW)
    assert (first.pk, again.version) == (again.pk, 1)


@pytest.mark.requirement("R-SAC-15")
def test_one_answer_serves_the_rows_that_share_it() -> None:
    company = Company()
    application = begun(company)
    sheet = selectors.assessment(application)
    groups: dict[str, list[selectors.Row]] = {}
    for row in sheet.rows:
        if row.criterion.same_answer_group:
            groups.setdefault(row.criterion.same_answer_group, []).append(row)
    first, second = next(rows for rows in groups.values() if len({row.criterion.pk for row in rows}) > 1)[:2]
    answer = services.save_answer(
        application=application,
        criterion=first.criterion,
        site=first.site,
        outcome="MET",
        how="Drill in May.",
        **ANSWER,
        version=0,
        user=company.preparer,
        now=NOW,
    )
    services.attach(answer=answer, document=company.paper(), user=company.preparer, now=NOW)
    offered = selectors.assessment(fresh(application)).same_answer(second)
    assert offered is not None
    assert offered.criterion == first.criterion
    copied = services.use_same_answer(
        source=answer, criterion=second.criterion, site=second.site, user=company.preparer, now=NOW
    )
    assert (copied.how, copied.documents.count()) == ("Drill in May.", 1)


def test_rows_of_different_groups_do_not_share_an_answer() -> None:
    company = Company()
    application = filled(company)
    sheet = selectors.assessment(application)
    single = next(row for row in sheet.rows if not row.criterion.same_answer_group)
    source = next(row.answer for row in sheet.rows if row.criterion.same_answer_group and row.answer)
    with pytest.raises(Refused):
        services.use_same_answer(source=source, criterion=single.criterion, site=None, user=company.preparer, now=NOW)


def test_a_paper_of_another_company_cannot_be_attached() -> None:
    company, other = Company(), Company("Velin Motors Ltd")
    answer = filled(company).answers.first()
    assert answer is not None
    with pytest.raises(Refused, match="not in your documents"):
        services.attach(answer=answer, document=other.paper(), user=company.preparer, now=NOW)


def test_a_paper_taken_away_is_missing_again() -> None:
    company = Company()
    application = filled(company)
    answer = next(
        row.answer
        for row in selectors.assessment(application).rows
        if row.facts.must and not row.facts.customs_too and not row.criterion.same_answer_group and row.answer
    )
    services.detach(answer=answer, document=answer.documents.get(), user=company.preparer, now=NOW)
    texts = [line.text for line in selectors.missing(fresh(application))]
    assert texts == [f"a paper for {answer.criterion.code}"] or answer.criterion.code in texts[0]


def test_the_hand_over_needs_a_complete_draft() -> None:
    company = Company()
    with pytest.raises(Refused) as refusal:
        services.hand_to_signatory(application=begun(company), user=company.preparer, now=NOW)
    assert any("answers in" in line for line in refusal.value.breaches)


def test_a_change_takes_the_draft_back_from_the_signatory() -> None:
    company = Company()
    application = filled(company)
    services.hand_to_signatory(application=application, user=company.preparer, now=NOW)
    assert fresh(application).ready_at == NOW
    services.answer_start(application=application, answers={"uses_guards": True}, user=company.preparer, now=NOW)
    assert fresh(application).ready_at is None


def test_the_signatory_sends_it_back_with_remarks() -> None:
    company = Company()
    application = filled(company)
    services.hand_to_signatory(application=application, user=company.preparer, now=NOW)
    with pytest.raises(Refused):
        services.send_back(application=application, remarks=" ", user=company.signatory, now=NOW)
    services.send_back(application=application, remarks="Ask Olga about G-04.", user=company.signatory, now=NOW)
    row = fresh(application)
    assert (row.ready_at, row.remarks) == (None, "Ask Olga about G-04.")


def test_a_discarded_draft_makes_room_for_another() -> None:
    company = Company()
    first = begun(company)
    services.discard(application=first, user=company.preparer, now=NOW)
    second = begun(company)
    assert fresh(first).status == "WITHDRAWN"
    assert second.pk != first.pk


def test_an_officer_corrects_a_start_answer_with_a_reason() -> None:
    company = Company()
    application = filled(company)
    with pytest.raises(Refused):
        services.correct_start(application=application, key="uses_guards", yes=False, reason="", actor=HOUSE, now=NOW)
    row = services.correct_start(
        application=application, key="uses_guards", yes=False, reason="No guards on site.", actor=HOUSE, now=NOW
    )
    assert (row.yes, row.corrected_reason) == (False, "No guards on site.")


def _starts_of_a_small_exporter() -> list[str]:
    return [
        "runs_vehicles",
        "uses_guards",
        "seals_full_units",
        "employs_agency_staff",
        "handles_parcels",
        "hosts_other_sellers",
    ]
