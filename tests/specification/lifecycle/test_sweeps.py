"""The sweeps: what the law does by itself, and proposals for people; never a decision against anybody."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils.formats import date_format

from applications.models import Application, Improvement
from applications.services import NewItem, agree_improvement, ask, offer_improvement
from certificates.models import Certificate, DecisionRow, Measure, StatusChange
from certificates.services import close_measure
from foundation.audit.models import Event
from foundation.clock.selectors import latest_limit, open_limit
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter, Notice, OutboxItem
from lifecycle import services
from lifecycle.models import StatusProjection, SweepRun
from lifecycle.services import SWEEPS, run_sweep
from programme.states import TimeLimitCode
from tests.support.applications import start_clock
from tests.support.ends import publish_end, waiting
from tests.support.lifecycle import House, at, granted, in_force, make_file, make_operator
from tests.support.programme import make_person

pytestmark = pytest.mark.django_db
START = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    house = House(at(START))
    assert house.leader
    return house


def sweep(name: str, on: date, *, dry_run: bool = False) -> services.SweepResult:
    return run_sweep(SWEEPS[name], on=on, now=at(on), dry_run=dry_run)


def day_words(day: date) -> str:
    return date_format(day, "j F Y")


def everything() -> dict[str, Any]:
    counted = (Certificate, Event, Letter, Notice, OutboxItem, Measure, StatusChange, SweepRun, DecisionRow)
    counts: dict[str, Any] = {model.__name__: model.objects.count() for model in counted}
    return counts | {
        "statuses": sorted(Certificate.objects.values_list("pk", "status")),
        "files": sorted(Application.objects.values_list("pk", "status")),
        "answers": sorted(StatusProjection.objects.values_list("tin", "doc")),
    }


def paused(house: House) -> Improvement:
    """A file that pauses since the second day, agreed by both sides."""
    file = make_file(make_operator("Improves Ltd"), ("security",), ("exporter",), at(START), ("submit",))
    offered = offer_improvement(
        application=file,
        manner="PAUSE",
        what="Put up a fence.",
        until=START + 40 * DAY,
        actor=house.case_officer,
        now=at(START + DAY),
    )
    return agree_improvement(improvement=offered, actor=make_person("Ana Fence"), now=at(START + DAY))


class Scene:
    """A house in which every sweep finds something on `on`."""

    def __init__(self, house: House) -> None:
        self.house = house
        granted(house, make_operator("Begins Ltd"), decided_on=START)
        in_force(house, make_operator("Ends Ltd"), since=START, valid_until=START + 200 * DAY)
        in_force(house, make_operator("Old Ltd"), since=START - 1200 * DAY)
        self.late = make_file(make_operator("Waits Ltd"), ("security",), ("exporter",), at(START), ("submit",))
        start_clock(self.late, TimeLimitCode.ACCEPTANCE, START, at(START))
        asked = make_file(make_operator("Asked Ltd"), ("security",), ("exporter",), at(START), ("submit",))
        self.request = ask(
            application=asked, items=[NewItem("Which seals?")], actor=house.case_officer, now=at(START + DAY)
        )
        self.pause = paused(house)
        limit = open_limit(file_id=self.late.public_id, kind=TimeLimitCode.ACCEPTANCE)
        assert limit
        assert limit.due_on
        self.due_on = limit.due_on
        self.appeal_due_on = self.suspend(until=START + 10 * DAY)
        self.days = {
            "take_effect": START + 5 * DAY,
            "expire_certificates": START + 201 * DAY,
            "remind_limits": self.due_on - 3 * DAY,
            "propose_late": self.due_on + DAY,
            "remind_late": self.request.due_on + DAY,
            "propose_unanswered": self.request.due_on + DAY,
            "propose_after_pauses": self.pause.until + DAY,
            "propose_revalidations": START,
            "propose_after_suspension": START + 11 * DAY,
            "end_appeal_periods": self.appeal_due_on + DAY,
        }

    def suspend(self, until: date) -> date:
        """A suspension whose letter was opened at once; gives the last day of the appeal."""
        (certificate,) = in_force(self.house, make_operator("Stopped Ltd"), ("security",), since=START)
        services.suspend_certificate(
            certificate=certificate,
            until=until,
            grounds="Goods stood unlocked.",
            reason="r",
            actor=self.house.decider,
            now=at(START),
        )
        letter = Letter.objects.get(file_id=certificate.public_id)
        Letter.objects.filter(pk=letter.pk).update(received_on=START, received_rule="OPENED")
        services.letter_received(letter=Letter.objects.get(pk=letter.pk), now=at(START))
        period = latest_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL)
        assert period
        assert period.due_on
        return period.due_on


@pytest.fixture
def scene(house: House) -> Scene:
    return Scene(house)


# --- all of them ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-SUS-07")
def test_each_finds_its_cases_once_and_a_second_run_changes_nothing(scene: Scene) -> None:
    for name, day in scene.days.items():
        first = sweep(name, day)
        assert first.found, name
        assert (first.done, first.failed) == (first.found, ()), name
        after = everything()
        again = sweep(name, day)
        assert again.found == (), name
        assert everything() == after | {"SweepRun": after["SweepRun"] + 1}, name


def test_a_dry_run_finds_the_same_and_changes_nothing(scene: Scene) -> None:
    before = everything()

    found = {name: sweep(name, day, dry_run=True).found for name, day in scene.days.items()}

    assert everything() == before
    assert found == {name: sweep(name, day).found for name, day in scene.days.items()}


def test_every_run_is_written_down(scene: Scene) -> None:
    sweep("take_effect", scene.days["take_effect"])

    run = SweepRun.objects.get()
    assert (run.name, run.on, run.found, run.done, run.failed) == ("take_effect", scene.days["take_effect"], 1, 1, 0)


@pytest.mark.requirement("R-SUS-07", "R-SUS-10")
def test_no_sweep_takes_a_decision_against_anybody(scene: Scene) -> None:
    files = sorted(Application.objects.values_list("pk", "status"))
    letters = Letter.objects.count()

    for name, day in scene.days.items():
        sweep(name, day)

    assert sorted(Application.objects.values_list("pk", "status")) == files
    assert Letter.objects.count() == letters, "the trader gets no letter of a proposal"
    assert set(Certificate.objects.values_list("status", flat=True)) == {"ACTIVE", "EXPIRED", "SUSPENDED"}, (
        "no end but the law's own"
    )
    assert set(Measure.objects.values_list("kind", "status")) == {
        ("DECIDE_ON_FILE", "OPEN"),
        ("LIMIT_PASSED", "OPEN"),
        ("NOT_ACCEPTED", "OPEN"),
        ("REVALIDATE", "OPEN"),
        ("SUSPENSION_OVER", "OPEN"),
    }
    assert not Event.objects.filter(name__startswith="measure.", disclosed=True).exists()


def test_one_bad_case_does_not_stop_the_rest(house: House) -> None:
    broken, sound = (granted(house, make_operator(name), decided_on=START)[0] for name in ("Broken Ltd", "Sound Ltd"))
    real = services.start_certificate

    def start(*, certificate: Certificate, on: date, now: datetime) -> Certificate:
        if certificate.pk == broken.pk:
            raise RuntimeError("a bad case")
        return real(certificate=certificate, on=on, now=now)

    with mock.patch("lifecycle.services.sweeps.start_certificate", start):
        result = sweep("take_effect", START + 5 * DAY)

    assert (result.done, result.failed) == ((sound.pk,), (broken.pk,))
    run = SweepRun.objects.get()
    assert (run.found, run.done, run.failed) == (2, 1, 1)
    assert sweep("take_effect", START + 5 * DAY).done == (broken.pk,), "found again next time"


# --- one by one -------------------------------------------------------------------------------------------------------


def test_a_certificate_in_force_is_told_to_the_holder(house: House) -> None:
    operator = make_operator()
    (certificate,) = granted(house, operator, decided_on=START)

    assert sweep("take_effect", START + 4 * DAY).found == ()
    sweep("take_effect", START + 9 * DAY)

    certificate.refresh_from_db()
    assert certificate.status == "ACTIVE"
    assert certificate.changes.last().on == START + 5 * DAY, "the day of the law, not of the sweep"
    assert Notice.objects.filter(organisation=operator.organisation, title__endswith="is in force").count() == 1


def test_a_certificate_that_ended_closes_its_benefits_on_the_day_of_the_law(house: House) -> None:
    (certificate,) = in_force(house, make_operator(), since=START, valid_until=START + 10 * DAY)

    assert sweep("expire_certificates", START + 10 * DAY).found == ()
    sweep("expire_certificates", START + 15 * DAY)

    certificate.refresh_from_db()
    assert (certificate.status, certificate.ended_on) == ("EXPIRED", START + 11 * DAY)
    assert set(certificate.entitlements.values_list("ends_on", flat=True)) == {START + 11 * DAY}


@pytest.mark.requirement("R-APP-15")
def test_officers_are_reminded_once_for_each_due_date(scene: Scene) -> None:
    day = scene.days["remind_limits"]
    for on in (day, day + DAY, day + 2 * DAY):
        sweep("remind_limits", on)

    notices = Notice.objects.filter(once_key__startswith="reminder:", file_id=scene.late.public_id)
    assert [notice.due_on for notice in notices] == [scene.due_on]
    assert [row.user for row in notices[0].recipients.all()] == [scene.house.leader]


def test_a_limit_that_only_reminds_is_told_to_both_sides_once_when_it_has_passed(scene: Scene) -> None:
    """The default end of questions to the trader."""
    day = scene.days["remind_late"]
    assert sweep("remind_late", day - DAY).found == ()
    for on in (day, day + DAY):
        sweep("remind_late", on)

    notices = Notice.objects.filter(once_key__contains="late:", file_id=scene.request.application.public_id)
    asked = str(TimeLimitCode.INFORMATION.label)
    assert sorted(notice.title for notice in notices) == [
        f"{scene.request.application.number}: {asked}, was due on {day_words(scene.request.due_on)}",
        f"Asked Ltd: {asked} was due on {day_words(scene.request.due_on)}",
    ]
    assert not Measure.objects.exists(), "a reminder proposes nothing"


def test_a_late_hearing_or_reply_is_escalated_where_the_configuration_says_so(house: House) -> None:
    publish_end(TimeLimitCode.HEARING, "ESCALATE")
    file, due = waiting("Silent Ltd", TimeLimitCode.HEARING, "submit", "accept", "start_vetting")

    assert sweep("propose_late", due).found == ()
    sweep("propose_late", due + DAY)
    sweep("propose_late", due + 2 * DAY)

    measure = Measure.objects.get(application=file)
    assert measure.cause == f"{TimeLimitCode.HEARING.label} was due on {day_words(due)}."
    assert (
        Notice.objects.filter(once_key__startswith="company-late:", organisation=file.operator.organisation).count()
        == 1
    )
    assert sweep("remind_late", due + DAY).found == ()


def test_a_proposal_that_nobody_acts_on_is_told_before_and_after_its_day(scene: Scene) -> None:
    sweep("propose_late", scene.days["propose_late"])
    measure = Measure.objects.get(application=scene.late)

    assert sweep("remind_measures", measure.due_on - 10 * DAY).found == ()
    for on in (measure.due_on - DAY, measure.due_on, measure.due_on + DAY, measure.due_on + 9 * DAY):
        sweep("remind_measures", on)

    titles = Notice.objects.filter(once_key__in=(f"measure-soon:{measure.pk}", f"measure-late:{measure.pk}"))
    assert sorted(titles.values_list("title", flat=True)) == [
        f"Waits Ltd: a proposal waits since {day_words(measure.due_on)} for somebody to act",
        f"Waits Ltd: act on the proposal by {day_words(measure.due_on)}",
    ]
    assert scene.house.leader in [row.user for row in titles[0].recipients.all()]


def test_what_a_person_dropped_is_not_proposed_again_for_the_same_cause(scene: Scene) -> None:
    day = scene.days["propose_late"]
    sweep("propose_late", day)
    measure = Measure.objects.get(application=scene.late)
    assert local_date(measure.opened_at) == day
    assert measure.due_on > day

    close_measure(
        measure=measure, taken=False, reason="Holiday of the office.", actor=scene.house.leader, now=at(day, 10)
    )

    assert sweep("propose_late", day + DAY).found == ()


@pytest.mark.requirement("R-APP-06")
def test_questions_unanswered_lead_to_a_proposal_that_an_officer_takes(scene: Scene) -> None:
    """Case 3: not accepted, without hearing and without appeal, by a person."""
    sweep("propose_unanswered", scene.days["propose_unanswered"])
    measure = Measure.objects.get(application=scene.request.application)
    assert measure.kind == "NOT_ACCEPTED"

    services.not_accept_application(
        application=Application.objects.get(pk=scene.request.application_id),
        reason="The list of seals.",
        actor=scene.house.case_officer,
        now=at(scene.days["propose_unanswered"], 12),
    )

    measure.refresh_from_db()
    assert (measure.status, measure.closed_by) == ("TAKEN", scene.house.case_officer)
    letter = Letter.objects.get(template_code="application.not_accepted")
    assert "The list of seals." in letter.body
    assert "no appeal" in letter.body
