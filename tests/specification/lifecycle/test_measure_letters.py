"""Suspension, lifting, revocation and annulment by letter: grounds, legal basis, the time to appeal, what follows."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate, Measure
from certificates.states import MeasureKind, MeasureStatus
from foundation.audit.services import Refused
from foundation.clock.models import LimitEvent
from foundation.clock.selectors import latest_limit, open_limit
from foundation.clock.states import EventKind, LimitStatus
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter, Notice
from lifecycle import services
from lifecycle.services import SWEEPS, run_sweep
from programme.services import prepare_configuration, publish_configuration
from programme.states import TimeLimitCode
from tests.support import identity
from tests.support.certificates import NOW, TODAY, Scene, later
from tests.support.programme import make_officer

pytestmark = pytest.mark.django_db
SAID = "In August goods stood in an open yard."
INTERNAL = "A tip of the neighbour."


@pytest.fixture
def scene() -> Scene:
    return Scene()


def security(scene: Scene) -> Certificate:
    return next(one for one in scene.active() if one.kind == "security")


def suspend(scene: Scene, certificate: Certificate) -> Letter:
    services.suspend_certificate(
        certificate=certificate,
        until=date(2026, 10, 30),
        grounds=SAID,
        reason=INTERNAL,
        actor=scene.decider,
        now=later(10),
    )
    return Letter.objects.get(template_code="certificate.suspended")


def received(scene: Scene, letter: Letter) -> Letter:
    letter = correspondence.open_letter(letter=letter, reader=scene.trader, now=later(11))
    services.letter_received(letter=letter, now=later(11))
    return letter


@pytest.mark.requirement("R-SUS-02", "R-SUS-04")
def test_a_suspension_is_told_by_letter_and_its_receipt_begins_the_time_to_appeal(scene):
    certificate = security(scene)

    letter = suspend(scene, certificate)

    assert SAID in letter.body
    assert INTERNAL not in letter.body
    assert "until Friday 30 October 2026" in letter.body
    assert "30 calendar days after you received this letter" in letter.body
    assert "art. 45, 48 and 51" in letter.legal_basis
    assert latest_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL) is None
    for _twice in range(2):
        received(scene, letter)
    limit = open_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL)
    assert limit.due_on == date(2026, 10, 26)  # 25 September + 30 days is a Sunday
    assert LimitEvent.objects.filter(limit=limit).count() == 1


@pytest.mark.requirement("R-SUS-04")
def test_the_time_to_appeal_is_the_one_its_letter_names_whatever_comes_into_force_meanwhile(scene):
    letter = suspend(scene, security(scene))
    sofia, henrik = make_officer("Sofia Kern"), make_officer("Henrik Sala")
    day = TODAY + timedelta(11)
    draft = prepare_configuration(profile="apec_common", valid_from=day, reason="law", actor=sofia, now=later(10))
    draft.time_limits.filter(code=TimeLimitCode.APPEAL).update(amount=5)
    publish_configuration(configuration=draft, actor=henrik, now=later(10))

    received(scene, letter)

    assert open_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL).amount == 30


@pytest.mark.requirement("R-SUS-04")
def test_both_sides_see_until_when_the_company_may_appeal(scene):
    certificate = security(scene)
    letter = suspend(scene, certificate)
    mine, officers = reverse("certificates:mine"), reverse("certificates:certificate", args=[certificate.public_id])
    with time_machine.travel(later(11), tick=False):
        trader, officer = (identity.sign_in(Client(), user) for user in (scene.trader, scene.decider))
        assert "You can appeal within 30 calendar days after you received" in trader.get(mine).content.decode()
        received(scene, letter)
        assert "You can appeal until 26 October 2026." in trader.get(mine).content.decode()
        assert "The company can appeal until 26 October 2026." in officer.get(officers).content.decode()


def test_every_later_act_has_its_own_letter_and_its_own_time_to_appeal(scene):
    certificate = security(scene)
    suspend(scene, certificate)
    given = {"certificate": certificate, "grounds": SAID, "reason": "r", "actor": scene.decider}
    services.lift_suspension(**given, now=later(12))
    services.revoke_certificate(**given, now=later(13))

    lifted, revoked = (Letter.objects.get(template_code=f"certificate.{name}") for name in ("lifted", "revoked"))
    assert "again from Saturday 26 September 2026" in lifted.body
    assert "appeal" not in lifted.body
    assert "It ended on Sunday 27 September 2026." in revoked.body
    assert "again from Thursday 27 September 2029" in revoked.body
    for letter in Letter.objects.filter(file_id=certificate.public_id):
        received(scene, letter)
    periods = {
        letter.template_code: latest_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL) is not None
        for letter in Letter.objects.filter(file_id=certificate.public_id)
    }
    assert periods == {"certificate.suspended": True, "certificate.lifted": False, "certificate.revoked": True}


def test_an_annulment_says_that_the_certificate_counts_as_never_given(scene):
    certificate = security(scene)
    services.annul_certificate(
        certificate=certificate, grounds=SAID, reason=INTERNAL, actor=scene.decider, now=later(10)
    )
    letter = Letter.objects.get(template_code="certificate.annulled")
    assert "It counts as never given." in letter.body
    assert INTERNAL not in letter.body


def test_without_grounds_for_the_company_nothing_happens(scene):
    certificate = security(scene)
    with pytest.raises(Refused, match="Write the grounds"):
        services.revoke_certificate(
            certificate=certificate, grounds=" ", reason="r", actor=scene.decider, now=later(10)
        )
    assert Certificate.objects.get(pk=certificate.pk).status == "ACTIVE"


@pytest.mark.requirement("R-SUS-04")
def test_a_refusal_begins_the_time_to_appeal_and_it_ends_by_itself(scene):
    row = scene.heard()
    services.speak(application=scene.application, text="No.", more_will_follow=False, user=scene.trader, now=later(2))
    scene.decide(now=later(3))
    row.refresh_from_db()
    letter = correspondence.open_letter(letter=row.decision_letter, reader=scene.trader, now=later(3))
    services.letter_received(letter=letter, now=later(3))
    limit = open_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL)
    assert limit.due_on == date(2026, 10, 19)  # 17 October is a Saturday

    for day, found in ((limit.due_on, 0), (limit.due_on + timedelta(days=1), 1), (limit.due_on + timedelta(days=9), 0)):
        result = run_sweep(SWEEPS["end_appeal_periods"], on=day, now=later((day - TODAY).days))
        assert len(result.done) == found
    limit.refresh_from_db()
    assert limit.status == LimitStatus.UNMET


def test_the_company_is_reminded_before_its_time_to_appeal_ends(scene):
    letter = received(scene, suspend(scene, security(scene)))

    run_sweep(SWEEPS["remind_limits"], on=date(2026, 10, 22), now=later(38))

    notice = Notice.objects.get(title__startswith="Your time to appeal ends on 26 October 2026")
    assert letter.subject in notice.title
    assert {row.user for row in notice.recipients.all()} == {scene.trader}


@pytest.mark.requirement("R-SUS-07")
def test_a_suspension_whose_time_has_passed_becomes_a_proposal_and_a_person_answers_it(scene):
    certificate = security(scene)
    suspend(scene, certificate)
    leader = identity.make_officer("TEAM_LEADER", office=scene.office, full_name="Oren Vask")

    for on in (date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 5)):
        run_sweep(SWEEPS["propose_after_suspension"], on=on, now=later((on - TODAY).days))

    measure = Measure.objects.get(kind=MeasureKind.SUSPENSION_OVER)
    assert measure.due_on > date(2026, 10, 31)
    assert (
        Notice.objects.filter(recipients__user=leader, title__contains="time of the suspension has passed").count() == 1
    )
    assert Certificate.objects.get(pk=certificate.pk).status == "SUSPENDED"
    services.lift_suspension(certificate=certificate, grounds=SAID, reason="r", actor=scene.decider, now=later(50))
    measure.refresh_from_db()
    assert (measure.status, measure.closed_by) == (MeasureStatus.TAKEN, scene.decider)


def test_a_hearing_makes_the_decision_limit_longer_by_the_time_to_speak_once(scene):
    scene.delegate()
    services.filing.start_clock(
        TimeLimitCode.DECISION, scene.application, on=TODAY, reason="Received complete", actor=scene.decider, now=NOW
    )
    before = open_limit(file_id=scene.application.public_id, kind=TimeLimitCode.DECISION)
    scene.propose("security")
    scene.decide()

    after = open_limit(file_id=scene.application.public_id, kind=TimeLimitCode.DECISION)
    (extended,) = LimitEvent.objects.filter(limit=after, kind=EventKind.EXTENDED)
    assert (extended.amount, extended.unit, extended.ground) == (30, "CALENDAR_DAYS", "hearing")
    assert 28 <= (after.due_on - before.due_on).days <= 34


def test_letters_go_out_in_the_language_of_those_who_receive_them(scene):
    scene.trader.language = "fr"
    scene.trader.save(update_fields=["language"])

    letter = suspend(scene, security(scene))

    assert letter.language == "fr"
    assert letter.subject.startswith("Votre certificat")
    assert "vendredi 30 octobre 2026" in letter.body
