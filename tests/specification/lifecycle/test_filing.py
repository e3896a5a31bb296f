"""From the signature to the closed visit: each act hands the file on with its clock, letter and notices, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connections

from applications.models import Application
from applications.services import NewItem, answer_item, ask, send_answers
from applications.states import ApplicationStatus
from foundation.audit.services import Refused
from foundation.clock.selectors import latest_limit, open_limit
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter, Notice, OutboxItem
from foundation.correspondence.services import deem_letters
from lifecycle import services, tasks
from programme.states import TimeLimitCode
from tests.support.lifecycle import FIRST, House, Ready, Walk, at, granted, in_force, make_operator
from tests.support.programme import make_person
from vetting.models import ScreeningRun, Vetting

DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    house = House()
    assert house.leader
    assert house.case_officer
    return house


def at_once(count: int, work):  # type: ignore[no-untyped-def]
    gate = Barrier(count)

    def run(number: int) -> object:
        try:
            gate.wait(20)
            return work(number)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def titles(walk: Walk, **given: object) -> list[str]:
    rows = Notice.objects.filter(file_id=walk.application.public_id, **given).order_by("id")
    return list(rows.values_list("title", flat=True))


# --- sending ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-APP-15")
def test_sending_starts_the_check_and_tells_both_sides(house: House) -> None:
    walk = Walk(house, kinds=("security",))

    application = walk.send()

    assert application.status == ApplicationStatus.SUBMITTED
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.ACCEPTANCE)
    assert limit
    assert limit.due_on
    assert limit.due_on >= local_date(walk.now) + 30 * DAY
    letter = Letter.objects.get(template_code="application.received")
    assert application.number in letter.subject
    new = Notice.objects.get(once_key=f"new-application:{application.pk}")
    assert {row.user for row in new.recipients.all()} == {house.leader, house.case_officer}
    assert OutboxItem.objects.get(topic="lifecycle.tasks.screen_operator").payload == {
        "operator_id": application.operator_id
    }


def test_sending_again_changes_nothing(house: House) -> None:
    walk = Walk(house, kinds=("security",))
    walk.send()
    before = (Notice.objects.count(), Letter.objects.count(), OutboxItem.objects.count())

    again = services.submit_application(application=walk.application, signatory=walk.company.signatory, now=walk.now)

    assert again.pk == walk.application.pk
    assert (Notice.objects.count(), Letter.objects.count(), OutboxItem.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_ten_sendings_at_once_make_one_application_one_number_one_notice() -> None:
    house = House()
    assert house.leader
    walk = Walk(house, kinds=("security",))

    results = at_once(
        10,
        lambda _number: services.submit_application(
            application=Application.objects.get(pk=walk.application.pk), signatory=walk.company.signatory, now=walk.now
        ),
    )

    assert {result.pk for result in results} == {walk.application.pk}
    assert Application.objects.count() == 1
    assert Notice.objects.filter(once_key__startswith="new-application:").count() == 1
    assert Letter.objects.filter(template_code="application.received").count() == 1
    assert OutboxItem.objects.filter(topic="lifecycle.tasks.screen_operator").count() == 1
    limit = open_limit(file_id=walk.application.public_id, kind=TimeLimitCode.ACCEPTANCE)
    assert limit
    assert limit.events.count() == 1


def test_a_stranger_cannot_send(house: House) -> None:
    walk = Walk(house, kinds=("security",))

    with pytest.raises(Refused):
        services.submit_application(application=walk.application, signatory=make_person("Else Where"), now=walk.now)

    assert not Letter.objects.exists()


# --- acceptance -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-07")
def test_the_decision_clock_runs_from_the_day_all_was_there_not_from_the_check(house: House) -> None:
    """Case 1."""
    walk = Walk(house, kinds=("security",))
    walk.send()
    received = local_date(walk.now)
    walk.wait(days=13)

    application = walk.accept(complete_on=received)

    assert application.accepted_on == received
    assert application.status == ApplicationStatus.UNDER_VETTING
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.DECISION)
    assert limit
    assert limit.events.get().on == received
    assert Vetting.objects.get(application=application).checks.count() == 13
    letter = Letter.objects.get(template_code="application.accepted")
    assert str(limit.due_on.year) in letter.body if limit.due_on else False
    acceptance = latest_limit(file_id=application.public_id, kind=TimeLimitCode.ACCEPTANCE)
    assert acceptance
    assert acceptance.status == "MET"


@pytest.mark.requirement("R-APP-06")
def test_after_a_question_the_file_is_complete_on_the_day_the_last_answer_came(house: House) -> None:
    """Case 2."""
    walk = Walk(house, kinds=("security",))
    walk.send()
    request = ask(
        application=walk.application, items=[NewItem("Which seals?")], actor=house.case_officer, now=walk.wait(days=3)
    )
    answer_item(item=request.items.get(), text="Bolt seals.", user=walk.company.preparer, now=walk.wait(days=6))
    send_answers(request=request, user=walk.company.preparer, now=walk.wait())
    answered = local_date(walk.now)
    walk.fresh()
    walk.wait(days=5)

    with pytest.raises(Refused):
        walk.accept(complete_on=local_date(walk.now))
    application = walk.accept(complete_on=answered)

    assert application.accepted_on == answered


def test_not_accepting_sends_what_was_missing_and_starts_no_appeal(house: House) -> None:
    """Case 3."""
    walk = Walk(house, kinds=("security",))
    walk.send()

    services.not_accept_application(
        application=walk.application,
        reason="The balance sheet of 2025.",
        actor=house.case_officer,
        now=walk.wait(days=9),
    )

    application = walk.fresh()
    assert application.status == ApplicationStatus.NOT_ACCEPTED
    letter = Letter.objects.get(template_code="application.not_accepted")
    assert "The balance sheet of 2025." in letter.body
    assert open_limit(file_id=application.public_id, kind=TimeLimitCode.ACCEPTANCE) is None
    assert latest_limit(file_id=application.public_id, kind=TimeLimitCode.APPEAL) is None


# --- desk checks and visit --------------------------------------------------------------------------------------------


def test_a_determination_hands_the_file_to_the_visit_and_tells_the_case_officer(house: House) -> None:
    ready = Ready(house, kinds=("security",), propose=False)

    application = ready.determine()

    assert application.status == ApplicationStatus.UNDER_VALIDATION
    assert any(title.startswith("Plan the visit") for title in titles(ready))
    assert not Notice.objects.filter(organisation=ready.company.organisation).exists(), "the trader reads nothing of it"


def test_a_report_deemed_received_starts_the_reply_of_the_trader(house: House) -> None:
    walk = Walk(house, kinds=("security",))
    walk.send()
    walk.accept()
    walk.determine()
    visit = walk.visit()
    letter = visit.report.letter
    assert letter

    services.letter_received(letter=Letter.objects.get(pk=letter.pk), now=walk.now)

    limit = latest_limit(file_id=walk.application.public_id, kind=TimeLimitCode.REPORT_REPLY)
    assert limit
    assert limit.events.count() == 2, "started once, met by the reply"


def test_a_hearing_letter_that_nobody_opens_starts_the_clock_on_its_deemed_day(house: House) -> None:
    ready = Ready(house, kinds=("security",), refuse=("security",))
    ready.decide()
    letter = Letter.objects.get(template_code="hearing.opened")
    day = letter.deemed_on + 3 * DAY

    deem_letters(on=day, now=at(day))
    row = OutboxItem.objects.get(topic="lifecycle.tasks.letter_received", payload={"letter_id": letter.pk})
    tasks.letter_received(**row.payload)

    limit = open_limit(file_id=ready.application.public_id, kind=TimeLimitCode.HEARING)
    assert limit
    assert limit.events.get().on == letter.deemed_on


def test_a_letter_that_was_not_received_starts_nothing(house: House) -> None:
    ready = Ready(house, kinds=("security",), refuse=("security",))
    ready.decide()

    with pytest.raises(Refused):
        services.letter_received(letter=Letter.objects.get(template_code="hearing.opened"), now=ready.now)


def test_a_registered_company_is_screened_by_its_task(house: House) -> None:
    operator = make_operator()

    tasks.screen_operator(operator_id=operator.pk)

    assert ScreeningRun.objects.count() == 1


def test_the_paper_is_made_once_by_its_task(house: House) -> None:
    (certificate,) = granted(house, make_operator(), decided_on=FIRST.date())

    for _again in range(2):
        tasks.make_certificate_paper(certificate_id=certificate.pk)

    certificate.refresh_from_db()
    assert certificate.paper
    assert certificate.operator.organisation.documents.count() == 1


# --- later life -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["suspend", "lift", "revoke", "annul"])
@pytest.mark.requirement("R-SUS-02")
def test_nobody_acts_on_a_certificate_without_a_delegation(act: str) -> None:
    house = House(delegated=("GRANT",))
    (certificate,) = in_force(house, make_operator(), since=FIRST.date())
    given = {"certificate": certificate, "reason": "Because.", "actor": house.decider, "now": FIRST}

    acts = {
        "suspend": lambda: services.suspend_certificate(
            grounds="Goods stood unlocked.", **given, until=date(2026, 9, 1)
        ),
        "lift": lambda: services.lift_suspension(grounds="Goods stood unlocked.", **given),
        "revoke": lambda: services.revoke_certificate(grounds="Goods stood unlocked.", **given),
        "annul": lambda: services.annul_certificate(grounds="Goods stood unlocked.", **given),
    }
    with pytest.raises(Refused, match="No delegation"):
        acts[act]()


@pytest.mark.requirement("R-SUS-02", "R-SUS-08")
def test_a_revocation_bars_the_kind_for_three_years_to_the_day(house: House) -> None:
    """Case 11: revoked on 1 July, barred until 30 June three years later, free on 1 July."""
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=FIRST.date())

    services.revoke_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        reason="Breach.",
        actor=house.decider,
        now=at(date(2026, 7, 1)),
    )

    (bar,) = operator.bars.all()
    assert (bar.kind, bar.valid_from, bar.valid_until) == ("security", date(2026, 7, 1), date(2029, 6, 30))
    assert not certificate.entitlements.filter(ends_on=None).exists()


def test_giving_back_brings_no_bar(house: House) -> None:
    """Case 11: at the holder's own wish."""
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=FIRST.date())

    services.surrender_certificate(certificate=certificate, actor=house.decider, now=at(date(2026, 7, 1)))

    assert not operator.bars.exists()


@pytest.mark.django_db(transaction=True)
def test_two_acts_on_two_kinds_at_once_leave_an_answer_that_knows_both() -> None:
    """Without the lock the slower act would write an answer in which the other kind is still in force."""
    house = House()
    operator = make_operator()
    security, simple = in_force(house, operator, ("simplification", "security"), since=FIRST.date())
    assert house.decider

    at_once(
        2,
        lambda number: services.suspend_certificate(
            grounds="Goods stood unlocked.",
            certificate=(security, simple)[number],
            until=date(2026, 9, 1),
            reason="Facts are gathered.",
            actor=house.decider,
            now=FIRST + DAY,
        ),
    )

    doc = operator.projections.get().doc
    assert '"status":"active"' not in doc
    assert '"facilitation":"none"' in doc
