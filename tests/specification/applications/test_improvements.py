"""Time to improve: agreed by both sides, the limit of Customs stands still or is longer, nothing adverse by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import rules, selectors, services
from applications.models import Improvement
from applications.rules import FrameBreach, FrameFacts
from applications.states import ImprovementStatus, Manner
from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.models import Limit, LimitEvent
from foundation.clock.selectors import open_limit
from foundation.correspondence.models import Letter, Notice
from programme.models import Configuration
from programme.services import CauseTerms, prepare_configuration, publish_configuration, set_cause
from programme.states import Cause, TimeLimitCode
from tests.support.applications import NOW, Company, fresh, information_requested, officer, submitted, under_vetting
from tests.support.programme import make_officer

DAY = timedelta(days=1)
ON = NOW.date()
UNTIL = ON + 40 * DAY


def ask(company: Company, *, manner: str = Manner.PAUSE, until: date = UNTIL, days: int = 1) -> Improvement:
    application = under_vetting(company)
    return services.ask_improvement(
        application=application,
        manner=manner,
        what="Put up a fence around the yard.",
        until=until,
        user=company.preparer,
        now=NOW + days * DAY,
    )


def agreed(company: Company, **given: object) -> Improvement:
    row = ask(company, **given)  # type: ignore[arg-type]
    return services.agree_improvement(improvement=row, actor=officer(), now=NOW + 2 * DAY)


def european(code: str, terms: CauseTerms) -> Configuration:
    """The European model with one more cause, published."""
    sofia, henrik = make_officer("Sofia Kern"), make_officer("Henrik Sala")
    draft = prepare_configuration(profile="eu_like", valid_from=ON, reason="law", actor=sofia, now=NOW)
    set_cause(draft=draft, code=code, terms=terms, edition=0, actor=sofia, now=NOW)
    return publish_configuration(configuration=draft, actor=henrik, now=NOW)


def decision_limit(row: Improvement) -> Limit:
    found = open_limit(file_id=row.application.public_id, kind=TimeLimitCode.DECISION)
    assert found is not None
    return found


@given(
    until=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    latest=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    used=st.integers(0, 3),
    most=st.integers(0, 3),
)
def test_a_time_frame_lies_ahead_within_the_longest_time_and_the_number(
    until: date, latest: date, used: int, most: int
) -> None:
    on = date(2026, 6, 1)
    allowed = on < until <= latest and used < most
    assert (rules.frame_breaches(FrameFacts(until, on, latest, used, most)) == ()) is allowed


def test_every_reason_against_a_time_frame_is_named() -> None:
    facts = FrameFacts(until=date(2026, 6, 1), on=date(2026, 6, 1), latest=date(2026, 5, 1), used=2, most=2)
    assert set(rules.frame_breaches(facts)) == set(FrameBreach)


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-04")
def test_a_pause_stops_the_clock_and_the_file_goes_on_where_it_stood() -> None:
    company = Company()
    row = agreed(company)
    paused = fresh(row.application)
    assert (paused.status, paused.resumes_at) == ("PAUSED_FOR_IMPROVEMENT", "UNDER_VETTING")
    limit = decision_limit(row)
    assert (limit.status, limit.due_on) == ("STOPPED", None)
    left = selectors.standing(paused, ON + 2 * DAY).clock
    assert "by" in Letter.objects.get(template_code="application.paused").body

    services.finish_improvement(improvement=row, result="The fence stands.", user=company.preparer, now=NOW + 30 * DAY)

    file = fresh(paused)
    assert (file.status, file.resumes_at) == ("UNDER_VETTING", "")
    now_left = selectors.standing(file, ON + 30 * DAY).clock
    assert left is not None
    assert now_left is not None
    assert now_left.left == left.left
    events = set(Event.objects.filter(file_id=file.public_id, disclosed=True).values_list("name", flat=True))
    assert {"improvement.asked", "improvement.agreed", "application.paused", "improvement.done"} <= events
    assert not Limit.objects.filter(kind=TimeLimitCode.IMPROVEMENT, status="RUNNING").exists()


@pytest.mark.django_db
def test_only_the_other_side_answers_and_declining_needs_a_reason() -> None:
    company = Company()
    row = ask(company)
    with pytest.raises(Refused, match="other side"):
        services.agree_improvement(improvement=row, actor=company.preparer, now=NOW + DAY)
    with pytest.raises(Refused, match="reason"):
        services.decline_improvement(improvement=row, reason=" ", actor=officer(), now=NOW + DAY)
    declined = services.decline_improvement(improvement=row, reason="Too late.", actor=officer(), now=NOW + DAY)
    assert declined.status == ImprovementStatus.DECLINED
    assert fresh(row.application).status == "UNDER_VETTING"


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-04")
def test_number_and_longest_length_come_from_the_configuration_of_the_file() -> None:
    company = Company()
    with pytest.raises(Refused, match="too far ahead"):
        ask(company, until=ON + 400 * DAY)
    application = fresh(company.operator.applications.get())
    for round_ in (0, 10):
        row = services.offer_improvement(
            application=application, manner="PAUSE", what="Mend it.", until=UNTIL, actor=officer(),
            now=NOW + round_ * DAY,
        )  # fmt: skip
        services.agree_improvement(improvement=row, actor=company.signatory, now=NOW + round_ * DAY)
        services.finish_improvement(improvement=row, result="Done.", user=company.preparer, now=NOW + round_ * DAY)
    with pytest.raises(Refused, match="no further"):
        services.offer_improvement(
            application=application, manner="PAUSE", what="Again.", until=UNTIL, actor=officer(), now=NOW + 11 * DAY
        )


@pytest.mark.django_db
def test_longer_time_is_asked_once_and_given_once() -> None:
    company = Company()
    row = agreed(company)
    last = selectors.latest_more(row)
    assert last is not None
    asked = services.ask_more_time(improvement=row, reason="Rain.", user=company.preparer, now=NOW + 3 * DAY)
    assert (asked.until, asked.more_until) == (row.until, last), "asked is not given"
    given_ = services.give_more_time(improvement=asked, actor=officer(), now=NOW + 4 * DAY)
    assert given_.until >= last
    with pytest.raises(Refused, match="no more time"):
        services.ask_more_time(improvement=given_, reason="Snow.", user=company.preparer, now=NOW + 5 * DAY)


@pytest.mark.django_db
def test_after_the_last_day_an_officer_goes_on_with_what_is_there_and_not_before() -> None:
    row = agreed(Company())
    with pytest.raises(Refused, match="Wait until then"):
        services.end_improvement(improvement=row, reason="No word.", actor=officer(), now=NOW + 5 * DAY)
    ended = services.end_improvement(improvement=row, reason="No word.", actor=officer(), now=NOW + 60 * DAY)
    assert ended.status == ImprovementStatus.LAPSED
    assert fresh(row.application).status == "UNDER_VETTING"
    assert "No word." not in "".join(LimitEvent.objects.values_list("reason", flat=True))


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-05")
def test_an_agreed_adjustment_makes_the_limit_longer_by_the_agreed_time() -> None:
    company = Company()
    before = None
    row = ask(company, manner=Manner.ADJUSTMENT)
    before = decision_limit(row).due_on
    services.agree_improvement(improvement=row, actor=officer(), now=NOW + 2 * DAY)
    after = decision_limit(row).due_on
    assert before is not None
    assert after is not None
    assert (after - before).days >= (UNTIL - (ON + 2 * DAY)).days
    assert fresh(row.application).status == "UNDER_VETTING"
    event = LimitEvent.objects.get(kind="EXTENDED")
    assert (event.ground, event.reason) == ("adjustment", "Agreed adjustments")


@pytest.mark.django_db
def test_a_withdrawal_tells_the_officer_and_cancels_what_was_agreed() -> None:
    company = Company()
    row = agreed(company)
    services.assign(applications=[row.application], officer=officer(), reason="", actor=officer("Emil V"), now=NOW)
    services.withdraw(application=row.application, reason="We moved abroad.", user=company.signatory, now=NOW + 3 * DAY)
    assert Improvement.objects.get().status == ImprovementStatus.CANCELLED
    told = Notice.objects.get(title__startswith="Withdrawn by the trader")
    assert told.body == "We moved abroad."


# --- the decision limit, and more time to answer --------------------------------------------------------------------------


@pytest.mark.parametrize(("months", "allowed"), [(0, False), (1, True), (9, True), (10, False)])
def test_an_investigation_adds_nine_months_at_most(months: int, allowed: bool) -> None:
    """Case 12."""
    assert rules.investigation_allowed(months, most=9) is allowed


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-05")
def test_nine_months_of_an_investigation_fit_beside_the_150_days_of_the_common_frame() -> None:
    """Case 12: the ceiling counts the ordinary extensions; an investigation has nine months of its own."""
    application = under_vetting(Company())
    given = {"application": application, "actor": officer(), "reason": "Court."}
    before, after = services.extend_decision(ground="investigation", amount=9, now=NOW + DAY, **given)  # type: ignore[arg-type]
    assert 270 <= (after - before).days <= 285
    with pytest.raises(Refused, match="so long an extension"):
        services.extend_decision(ground="investigation", amount=1, now=NOW + 2 * DAY, **given)  # type: ignore[arg-type]
    request = services.ask(
        application=application, items=[services.NewItem("Which yard?")], actor=officer(), now=NOW + DAY
    )
    services.go_on(request=request, reason="Known.", actor=officer(), now=NOW + 2 * DAY)
    _before, now_due = services.extend_decision(
        ground="information_asked",
        amount=None,
        now=NOW + 3 * DAY,
        **given,  # type: ignore[arg-type]
    )
    assert now_due > after, "the 30 business days of the common frame are still there"


@pytest.mark.django_db
def test_a_button_pressed_twice_takes_more_time_once() -> None:
    given = {"application": under_vetting(Company()), "actor": officer(), "reason": "Court."}
    _before, after = services.extend_decision(ground="investigation", amount=2, now=NOW + DAY, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="taken already"):
        services.extend_decision(ground="investigation", amount=2, now=NOW + DAY, **given)  # type: ignore[arg-type]
    limit = open_limit(file_id=given["application"].public_id, kind=TimeLimitCode.DECISION)  # type: ignore[attr-defined]
    assert limit is not None
    assert limit.due_on == after


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-05")
def test_an_extension_comes_before_the_end_with_a_reason_or_not_at_all() -> None:
    """Case 12 and CAA02080."""
    company = Company()
    application = under_vetting(company)
    given = {"application": application, "actor": officer()}
    later = {"ground": "information_asked", "amount": None, "now": NOW + 3 * DAY}
    with pytest.raises(Refused, match="1 to 9 months"):
        services.extend_decision(ground="investigation", amount=10, reason="Court.", now=NOW + DAY, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="reason"):
        services.extend_decision(reason=" ", **later, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no extension"):
        services.extend_decision(reason="Once more.", **later, **given)  # type: ignore[arg-type]
    item = services.NewItem("Which yard?")
    request = services.ask(application=application, items=[item], actor=officer(), now=NOW + DAY)
    services.go_on(request=request, reason="Known.", actor=officer(), now=NOW + 2 * DAY)
    before, after = services.extend_decision(reason="Two offices are asked.", **later, **given)  # type: ignore[arg-type]
    assert after > before
    assert (after - before).days >= 30
    with pytest.raises(Refused, match="again for this reason"):
        services.extend_decision(reason="Still.", **later, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="can no longer"):
        services.extend_decision(ground="investigation", amount=1, reason="Court.", now=NOW + 400 * DAY, **given)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_trader_reads_why_customs_is_late() -> None:
    application = under_vetting(Company())
    with pytest.raises(Refused, match="has passed"):
        services.explain_delay(application=application, text="Holidays.", actor=officer(), now=NOW)
    note = services.explain_delay(
        application=application, text="A register does not answer.", actor=officer(), now=NOW + 300 * DAY
    )
    assert selectors.delay_note(application, TimeLimitCode.DECISION) == note
    assert "A register does not answer." in Notice.objects.get(title__startswith="Why we are late").body


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-06")
def test_the_trader_takes_more_time_to_answer_once() -> None:
    company = Company()
    application = information_requested(company)
    row = application.information_requests.get()
    first = row.due_on
    row = services.ask_more_time_to_answer(request=row, reason="Audit.", user=company.preparer, now=NOW + 5 * DAY)
    assert row.due_on >= first + selectors.more_days(application) * DAY
    assert decision_limit_status(application) == "STOPPED"
    with pytest.raises(Refused, match="again for this reason"):
        services.ask_more_time_to_answer(request=row, reason="More.", user=company.preparer, now=NOW + 6 * DAY)


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-06")
def test_what_the_version_says_of_an_investigation_goes_before_the_figure() -> None:
    """Case 12 where an administration writes the cause itself: six months in all, and not the nine of the figure."""
    # given
    application = under_vetting(Company())
    terms = CauseTerms(Cause.INVESTIGATION, "EXTEND", unit="MONTHS", most=6)
    application.configuration = european(TimeLimitCode.DECISION, terms)
    application.save(update_fields=["configuration"])
    given_: dict[str, Any] = {
        "application": application,
        "ground": "investigation",
        "reason": "Court.",
        "actor": officer(),
    }
    # then
    assert [code for code, _words in selectors.extension_grounds(application)].count("investigation") == 1
    with pytest.raises(Refused, match="so long an extension"):
        services.extend_decision(amount=7, now=NOW + DAY, **given_)


@pytest.mark.django_db
@pytest.mark.requirement("R-APP-06")
def test_more_time_to_answer_makes_the_limit_of_customs_longer_where_information_extends_it() -> None:
    # given
    company = Company()
    application = under_vetting(company)
    terms = CauseTerms(Cause.TRADER, "EXTEND", amount=15, times=1)
    application.configuration = european(TimeLimitCode.INFORMATION, terms)
    application.save(update_fields=["configuration"])
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.DECISION)
    assert limit
    items = [services.NewItem("Which yard?")]
    row = services.ask(application=application, items=items, actor=officer(), now=NOW + DAY)
    # when
    services.ask_more_time_to_answer(request=row, reason="Audit.", user=company.preparer, now=NOW + 5 * DAY)
    # then
    given_days = limit.events.filter(kind="EXTENDED").order_by("seq").values_list("amount", flat=True)
    assert list(given_days) == [30, 15]


def decision_limit_status(application: object) -> str:
    return Limit.objects.get(kind=TimeLimitCode.DECISION).status


@pytest.mark.parametrize(("amount", "percent", "days"), [(90, 100, 90), (90, 67, 61), (30, 50, 15), (1, 1, 1)])
@pytest.mark.requirement("R-SME-06")
def test_the_limit_of_a_small_firm_is_its_part_rounded_up(amount: int, percent: int, days: int) -> None:
    assert rules.shortened(amount, percent) == days


@pytest.mark.django_db
@pytest.mark.requirement("R-SAC-13")
def test_what_an_officer_thinks_of_an_answer_stays_inside_and_is_not_written_over() -> None:
    application = submitted(Company())
    criterion = selectors.relevant_criteria(application)[0]
    given = {"application": application, "criterion": criterion, "site": None, "actor": officer(), "now": NOW}
    services.judge(fit="FITS", context="Two lorries, one route.", version=0, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="meanwhile"):
        services.judge(fit="DOES_NOT", context="", version=0, **given)  # type: ignore[arg-type]
    services.judge(fit="PARTLY", context="Two lorries, two routes.", version=1, **given)  # type: ignore[arg-type]
    events = Event.objects.filter(name="application.answer_judged")
    assert events.count() == 2
    assert not events.filter(disclosed=True).exists()
