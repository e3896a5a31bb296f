"""What the law does by itself after a time limit, and closures entered later: moved limits, told people, none shorter."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications.selectors import lateness, standing
from applications.services import explain_delay
from certificates.models import Measure
from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.models import Limit
from foundation.clock.selectors import latest_limit, open_limit
from foundation.correspondence.models import Letter, Notice
from foundation.identity.adapters import second_factor
from lifecycle import services
from lifecycle.services import SWEEPS, letter_received, run_sweep
from programme import services as programme_services
from programme.models import BusinessCalendar, ClosureProposal
from programme.selectors import configuration
from programme.services import CauseTerms
from programme.states import Cause, TimeLimitCode
from tests.support.ends import publish_end, waiting
from tests.support.identity import sign_in
from tests.support.lifecycle import House, at
from tests.support.programme import make_officer

pytestmark = pytest.mark.django_db
START = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    house = House(at(START))
    assert house.leader
    return house


@pytest.mark.requirement("R-APP-05")
def test_no_decision_in_time_counts_as_a_refusal_where_the_law_says_so(house: House) -> None:
    """Case 5: the appeal opens, the company is told, and a person may still decide."""
    # given
    publish_end(TimeLimitCode.DECISION, "DEEM_REFUSED")
    file, due = waiting("Silent Ltd", TimeLimitCode.DECISION, "submit", "accept", "start_vetting")
    # when
    run_sweep(SWEEPS["deem_refused"], on=due + DAY, now=at(due + DAY))
    # then
    limit = latest_limit(file_id=file.public_id, kind=TimeLimitCode.DECISION)
    assert limit
    assert limit.status == "UNMET"
    event = Event.objects.get(name="application.deemed_refused", disclosed=True)
    assert event.data["due_on"] == due.isoformat()
    assert not Measure.objects.exists()
    # then its letter opens the time to appeal like that of a written refusal
    letter = Letter.objects.get(template_code="decision.deemed_refused", file_id=file.public_id)
    assert "The law counts this as a refusal." in letter.body
    Letter.objects.filter(pk=letter.pk).update(received_on=due + 6 * DAY, received_rule="DEEMED")
    letter_received(letter=Letter.objects.get(pk=letter.pk), now=at(due + 6 * DAY))
    appeal = open_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL)
    assert appeal
    assert appeal.events.get().on == due + 6 * DAY
    run_sweep(SWEEPS["deem_refused"], on=due + 2 * DAY, now=at(due + 2 * DAY))
    assert Letter.objects.filter(template_code="decision.deemed_refused").count() == 1, "twice is once"
    # then the page goes on saying so, and why may still be told
    file.refresh_from_db()
    late = lateness(file, standing(file, due + 2 * DAY), due + 2 * DAY)
    assert late
    assert "treats our silence as a refusal" in late.law
    assert standing(file, due + 2 * DAY).is_late
    explain_delay(application=file, text="Two officers were ill.", actor=house.leader, now=at(due + 2 * DAY))


def test_where_the_law_is_silent_a_late_limit_changes_no_file(house: House) -> None:
    file, due = waiting("Waits Ltd", TimeLimitCode.ACCEPTANCE, "submit")
    assert run_sweep(SWEEPS["deem_refused"], on=due + DAY, now=at(due + DAY)).found == ()
    assert len(run_sweep(SWEEPS["propose_late"], on=due + DAY, now=at(due + DAY)).done) == 1
    file.refresh_from_db()
    assert file.status == "SUBMITTED"


@pytest.mark.requirement("R-APP-06")
def test_a_cause_does_to_a_limit_what_the_version_it_started_with_says(house: House) -> None:
    """European model: information and a hearing extend, a pause stops, Customs extends once by 60 (cases 1 and 12)."""
    # given
    programme_services.adopt_profile(
        profile="eu_like",
        valid_from=START,
        author=make_officer("Sofia Kern"),
        publisher=make_officer("Henrik Sala"),
        now=at(START),
    )
    file, _due = waiting("Euro Ltd", TimeLimitCode.DECISION, "submit", "accept", "start_vetting")
    limit = Limit.objects.get(file_id=file.public_id)
    more = {"office": file.office, "reason": "x", "actor": house.leader, "now": at(START)}
    told = {"limit": limit, "configuration": file.configuration, **more}
    assert limit.due_on == date(2026, 6, 30)
    # when, then
    programme_services.cause_begins(cause=Cause.INFORMATION, asked=30, on=START + 10 * DAY, **told)  # type: ignore[arg-type]
    assert limit.due_on == date(2026, 7, 30)
    programme_services.cause_begins(cause=Cause.PAUSE, on=START + 20 * DAY, **told)  # type: ignore[arg-type]
    assert limit.due_on is None
    programme_services.cause_ends(limit=limit, on=START + 30 * DAY, **more)  # type: ignore[arg-type]
    assert limit.due_on == date(2026, 8, 10)  # ten days later, a Sunday rolled
    programme_services.extend_limit(ground=Cause.CUSTOMS, on=START + 40 * DAY, **told)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="cannot be extended again"):
        programme_services.extend_limit(ground=Cause.CUSTOMS, on=START + 41 * DAY, **told)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="does not extend this time limit for that reason"):
        programme_services.extend_limit(ground=Cause.TRADER, on=START + 41 * DAY, amount=5, **told)  # type: ignore[arg-type]
    # when another version says something else about the cause
    sofia = make_officer("Sofia Kern")
    draft = programme_services.prepare_configuration(
        like=configuration(START), valid_from=START + 42 * DAY, reason="x", actor=sofia, now=at(START)
    )
    programme_services.set_cause(
        draft=draft,
        code=TimeLimitCode.DECISION,
        terms=CauseTerms(Cause.TRADER, "EXTEND", 10, "CALENDAR_DAYS", 1),
        edition=0,
        actor=sofia,
        now=at(START),
    )
    programme_services.publish_configuration(configuration=draft, actor=make_officer("Ada Lorn"), now=at(START))
    # then the running limit keeps what it began with
    with pytest.raises(Refused, match="for that reason"):
        programme_services.extend_limit(ground=Cause.TRADER, on=START + 43 * DAY, **told)  # type: ignore[arg-type]


def proposal_of(first: date, *, days: int = 1) -> ClosureProposal:
    return programme_services.propose_closure(
        calendar=BusinessCalendar.objects.get(code="default"),
        office=None,
        first_day=first,
        last_day=first + (days - 1) * DAY,
        name="National mourning",
        reason="Order 211",
        actor=make_officer("Sofia Kern"),
        now=at(START),
    )


@pytest.mark.requirement("R-APP-05")
def test_a_closure_moves_limits_once_another_person_confirms_what_was_shown(house: House) -> None:
    # given
    file, due = waiting("Moves Ltd", TimeLimitCode.DECISION, "submit", "accept", "start_vetting")
    stays, early = waiting("Stays Ltd", TimeLimitCode.ACCEPTANCE, "submit")
    proposal = proposal_of(due, days=2)
    preview = services.preview_closure(proposal, START)
    assert [(row.move.limit.file_id, row.move.due_now) for row in preview.moved] == [(file.public_id, due)]
    then = preview.moved[0].move.due_then
    assert then > due
    # when
    with pytest.raises(Refused, match="Somebody else must confirm"):
        services.confirm_closure(
            proposal=proposal, seen=preview.digest, actor=make_officer("Sofia Kern"), now=at(START)
        )
    with pytest.raises(Refused, match="Look again"):
        services.confirm_closure(proposal=proposal, seen="old", actor=make_officer("Henrik Sala"), now=at(START))
    services.confirm_closure(proposal=proposal, seen=preview.digest, actor=make_officer("Henrik Sala"), now=at(START))
    # then
    limit = Limit.objects.get(file_id=file.public_id)
    assert limit.due_on == then
    assert Limit.objects.get(file_id=stays.public_id).due_on == early
    assert limit.events.last().reason == "National mourning: Order 211"
    assert Notice.objects.filter(once_key=f"closure:{proposal.pk}:{file.public_id}").exists()
    assert Event.objects.get(name="limit.moved").disclosed
    with pytest.raises(Refused, match="already"):
        services.confirm_closure(proposal=proposal, seen=preview.digest, actor=make_officer("Ada Lorn"), now=at(START))
    # when the day is worked after all, nothing gets shorter
    closure = BusinessCalendar.objects.get(code="default").closures.get(on=due)
    programme_services.withdraw_closure(
        closure=closure, reason="called off", actor=make_officer("Sofia Kern"), now=at(START)
    )
    limit.refresh_from_db()
    assert limit.due_on == then


def test_the_preview_costs_the_same_for_2_and_for_12_files(house: House, django_assert_max_num_queries: object) -> None:
    for number in range(12):
        waiting(f"Firm {number} Ltd", TimeLimitCode.DECISION, "submit", "accept", "start_vetting")
    due = Limit.objects.latest("id").due_on
    assert due
    proposal = proposal_of(due)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert len(services.preview_closure(proposal, START).moved) == 12


def test_the_page_shows_what_moves_and_only_a_second_person_the_button(house: House, client: Client) -> None:
    # given
    waiting("Moves Ltd", TimeLimitCode.DECISION, "submit", "accept", "start_vetting")
    due = Limit.objects.latest("id").due_on
    assert due
    proposal = proposal_of(due)
    url = reverse("lifecycle:closure", args=[proposal.public_id])
    for name, button in (("Sofia Kern", False), ("Henrik Sala", True)):
        person = make_officer(name, "PROGRAMME_ADMIN")
        second_factor.give_totp(person)
        sign_in(client, person)
        # then
        assert ("Close these days and move the limits" in client.get(url).content.decode()) == button
