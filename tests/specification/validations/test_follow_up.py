"""After the visit: report, review, reply, required actions and closing, through the services."""

from datetime import timedelta

import pytest

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.models import Limit
from foundation.documents.services import upload
from operators import services as operators
from programme import services as programme
from programme.models import ActTaken
from tests.support import identity
from tests.support.validations import NOW, TODAY, Scene, later, make_site, picture
from validations import selectors, services
from validations.models import Validation
from validations.states import ValidationStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


# --- report -----------------------------------------------------------------------------------------------------------


def test_a_report_without_conclusion_does_not_go_to_review(scene: Scene) -> None:
    visit = scene.at("REPORT_DRAFT")

    with pytest.raises(Refused, match="has no conclusion"):
        services.send_for_review(validation=visit, actor=scene.lead, now=later(32))


def test_an_older_draft_of_the_report_does_not_overwrite_a_newer_one(scene: Scene) -> None:
    visit = scene.at("REPORT_DRAFT")
    texts = {"people_met": "", "papers_seen": "", "validation": visit, "now": later(32)}
    services.write_report(**texts, conclusion="First.", version=0, actor=scene.lead)
    services.write_report(**texts, conclusion="Second.", version=1, actor=scene.member)

    with pytest.raises(services.StaleEdit) as refusal:
        services.write_report(**texts, conclusion="Third.", version=1, actor=scene.lead)

    assert refusal.value.theirs.conclusion == "Second."


def test_who_validated_may_not_review_and_who_only_came_along_may_not_either(scene: Scene) -> None:
    visit = scene.at("REPORT_REVIEW")

    with pytest.raises(Refused, match="You visited the company for this file"):
        services.review_and_send(validation=visit, note="", actor=scene.lead, now=later(35))
    with pytest.raises(Refused, match="You belong to the team"):
        services.review_and_send(validation=visit, note="", actor=scene.member, now=later(35))


def test_who_wrote_a_finding_or_the_report_has_validated_and_does_not_review(scene: Scene) -> None:
    # given
    visit = scene.at("REPORT_DRAFT")
    file_id = scene.application.public_id
    assert not ActTaken.objects.filter(file_id=file_id, user=scene.member).exists()

    # when: the member only writes the report
    texts = {"people_met": "", "papers_seen": "", "conclusion": "Sound.", "version": 0}
    services.write_report(validation=visit, **texts, actor=scene.member, now=later(32))
    services.send_for_review(validation=visit, actor=scene.lead, now=later(33))

    # then
    assert ActTaken.objects.get(file_id=file_id, user=scene.member).act == "VALIDATE"
    with pytest.raises(Refused, match="You visited the company for this file"):
        services.review_and_send(validation=visit, note="", actor=scene.member, now=later(35))


def test_a_finding_alone_takes_the_act_of_validating(scene: Scene) -> None:
    visit = scene.at("IN_PROGRESS")
    services.add_finding(
        point=visit.points.first(), grade="BEST_PRACTICE", text="Tidy.", due_on=None, actor=scene.member, now=later(30)
    )
    assert ActTaken.objects.get(user=scene.member).act == "VALIDATE"


def test_who_reviewed_an_earlier_report_gives_the_reason_with_the_declaration(scene: Scene) -> None:
    # given: the table lets one person do both, with a reason
    author, publisher = (
        identity.make_officer("PROGRAMME_ADMIN", full_name=name) for name in ("Sofia Kern", "Ivo Sand")
    )
    programme.adopt_profile(
        profile="small_administration", valid_from=TODAY, author=author, publisher=publisher, now=NOW
    )
    visit = scene.at("IN_PROGRESS")
    programme.take_act(file_id=scene.application.public_id, act="REVIEW", user=scene.member, now=later(29))
    point = visit.points.first()
    entry = {"point": point, "result": "MET", "note": "", "version": point.version, "now": later(30)}
    with pytest.raises(Refused, match="Write why one person takes both acts"):
        services.record_point(**entry, actor=scene.member)

    # when
    services.declare_no_interest(validation=visit, user=scene.member, reason="Nobody else is there.", now=later(30))

    # then
    services.record_point(**entry, actor=scene.member)
    assert ActTaken.objects.get(user=scene.member, act="VALIDATE").reason == "Nobody else is there."


def test_a_member_who_declares_an_interest_later_takes_no_further_part(scene: Scene) -> None:
    visit = scene.at("IN_PROGRESS")
    operators.declare_interest(officer=scene.lead, operator=scene.operator, nature="shares", now=later(30))
    point = visit.points.first()
    with pytest.raises(Refused, match="You declared an interest"):
        services.record_point(
            point=point, result="MET", note="", version=point.version, actor=scene.lead, now=later(30)
        )
    with pytest.raises(Refused, match="You declared an interest"):
        services.end_visit(validation=visit, actor=scene.lead, now=later(31))


def test_the_reviewer_sends_the_report_back_with_a_reason(scene: Scene) -> None:
    visit = scene.at("REPORT_REVIEW")
    with pytest.raises(Refused, match="Write the reason"):
        services.return_report(validation=visit, reason="", actor=scene.reviewer, now=later(34))

    services.return_report(validation=visit, reason="Name the gate.", actor=scene.reviewer, now=later(34))

    visit.refresh_from_db()
    assert visit.status == ValidationStatus.REPORT_DRAFT
    assert visit.report.review_note == "Name the gate."


def test_the_reply_period_begins_with_the_receipt_of_the_letter(scene: Scene) -> None:
    # given
    visit = scene.at("WITH_TRADER")
    assert selectors.reply_due_on(visit, TODAY + timedelta(days=35)) is None
    assert not Limit.objects.filter(kind="validation.reply").exists()

    # when
    services.read_report(validation=visit, reader=scene.trader, now=later(37))

    # then
    limit = Limit.objects.get(kind="validation.reply", file_id=scene.application.public_id)
    visit = Validation.objects.get(pk=visit.pk)
    assert visit.report.letter.received_on == TODAY + timedelta(days=37)
    assert limit.events.get(seq=1).on == visit.report.letter.received_on
    assert limit.events.get(seq=1).caused_by == f"letter:{visit.report.letter.public_id}"
    assert selectors.reply_due_on(visit, TODAY) == limit.due_on
    assert services.begin_reply_periods(now=later(38)) == 1  # nothing starts twice
    assert Limit.objects.filter(kind="validation.reply").count() == 1


def test_a_preparer_who_reads_the_report_does_not_receive_it_for_the_company(scene: Scene) -> None:
    visit = scene.at("WITH_TRADER")
    preparer = identity.make_member(scene.company, "PREPARER")

    services.read_report(validation=visit, reader=preparer, now=later(37))

    assert Validation.objects.get(pk=visit.pk).report.letter.received_on is None


def test_disagreeing_needs_words_and_a_reply_meets_the_limit(scene: Scene) -> None:
    visit = scene.at("WITH_TRADER")
    with pytest.raises(Refused, match="Write what you do not agree with"):
        services.reply(validation=visit, agrees=False, text=" ", user=scene.trader, now=later(38))

    services.reply(validation=visit, agrees=True, text="", user=scene.trader, now=later(38))
    services.reply(validation=visit, agrees=True, text="", user=scene.trader, now=later(38))

    visit = Validation.objects.get(pk=visit.pk)
    assert visit.report.replies.count() == 1
    assert Limit.objects.get(kind="validation.reply").status == "MET"
    assert visit.status == ValidationStatus.WITH_TRADER


# --- follow-up and closing --------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-VAL-13")
def test_a_required_action_is_answered_returned_answered_again_and_accepted(scene: Scene) -> None:
    visit = scene.at("WITH_TRADER", failed=True)
    finding = scene.action(visit)
    services.reply(validation=visit, agrees=True, text="", user=scene.trader, now=later(38))
    assert Validation.objects.get(pk=visit.pk).status == ValidationStatus.FOLLOW_UP

    services.answer_action(finding=finding, text="New box.", uploads=[picture()], user=scene.trader, now=later(40))
    with pytest.raises(Refused, match="Write the reason"):
        services.judge_action(finding=finding, accept=False, reason="", actor=scene.lead, now=later(41))
    again_by = TODAY + timedelta(days=80)
    services.judge_action(
        finding=finding, accept=False, reason="No list.", due_on=again_by, actor=scene.lead, now=later(41)
    )
    services.answer_action(finding=finding, text="List at the gate.", user=scene.trader, now=later(42))
    services.judge_action(finding=finding, accept=True, reason="", actor=scene.lead, now=later(43))

    finding.refresh_from_db()
    assert (finding.status, finding.due_on) == ("ACCEPTED", again_by)
    assert finding.answer_documents.get().organisation == scene.company
    assert services.close(validation=visit, actor=scene.lead, now=later(44)).status == ValidationStatus.CLOSED


def test_papers_of_another_company_do_not_answer_an_action(scene: Scene) -> None:
    visit = scene.at("WITH_TRADER", failed=True)
    foreign = upload(
        organisation=identity.make_company("Other Ltd"),
        upload=picture(),
        uploader=scene.trader,
        uploader_label="x",
        now=NOW,
    )

    with pytest.raises(Refused, match="own company"):
        services.answer_action(
            finding=scene.action(visit), text="Done.", documents=[foreign], user=scene.trader, now=later(40)
        )


def test_the_visit_is_not_closed_while_something_is_open(scene: Scene) -> None:
    visit = scene.at("WITH_TRADER", failed=True)

    with pytest.raises(Refused) as refusal:
        services.close(validation=visit, actor=scene.lead, now=later(36))

    assert len(refusal.value.breaches) == 2
    assert "neither accepted nor handed on" in refusal.value.breaches[0]
    assert "has not replied" in refusal.value.breaches[1]
    assert selectors.decision_obstacles(scene.application, TODAY) == ["The visit is not closed: report with trader."]


def test_an_action_handed_on_to_the_decision_lets_the_visit_close_after_the_reply_limit(scene: Scene) -> None:
    visit = scene.at("WITH_TRADER", failed=True)
    services.read_report(validation=visit, reader=scene.trader, now=later(36))
    services.hand_on_action(finding=scene.action(visit), reason="New gate is ordered.", actor=scene.lead, now=later(40))
    due = selectors.reply_due_on(Validation.objects.get(pk=visit.pk), TODAY)
    assert due is not None
    days = (due - TODAY).days
    with pytest.raises(Refused, match="time for it is not over"):
        services.close(validation=visit, actor=scene.lead, now=later(days))

    closed = services.close(validation=visit, actor=scene.lead, now=later(days + 1))

    assert closed.closed_on == due + timedelta(days=1)
    assert Limit.objects.get(kind="validation.reply").status == "UNMET"
    assert selectors.decision_obstacles(scene.application, TODAY) == []
    assert [row.handed_on_reason for row in selectors.handed_on(scene.application)] == ["New gate is ordered."]


def test_a_decision_needs_a_visit(scene: Scene) -> None:
    assert selectors.decision_obstacles(scene.application, TODAY) == ["No visit is planned."]
    assert selectors.latest(scene.application) is None
    assert selectors.of_application(scene.application) == []


def test_the_trader_s_history_holds_only_what_the_trader_may_know(scene: Scene) -> None:
    visit = scene.at("WITH_TRADER", failed=True)
    finding = scene.action(visit)
    services.reply(validation=visit, agrees=True, text="", user=scene.trader, now=later(38))
    services.answer_action(finding=finding, text="Done.", user=scene.trader, now=later(40))
    services.judge_action(finding=finding, accept=True, reason="", actor=scene.lead, now=later(43))
    services.close(validation=visit, actor=scene.lead, now=later(44))

    rows = Event.objects.filter(name__startswith="validation.", disclosed=True).order_by("id")
    assert list(rows.values_list("name", flat=True)) == [
        "validation.notified",
        "validation.date_confirmed",
        "validation.visited",
        "validation.report_sent",
        "validation.replied",
        "validation.action_answered",
        "validation.action_judged",
        "validation.closed",
    ]
    assert all("CANARY" not in str(row.data) + row.reason for row in rows)
    assert {row.file_id for row in rows} == {scene.application.public_id}


def test_a_closed_site_is_not_sampled() -> None:
    scene = Scene(sites=1)
    make_site(scene.operator, 7, closed_on=TODAY)

    visit = scene.plan()

    assert [row.site for row in visit.sites.all()] == scene.sites


@pytest.mark.requirement("R-VAL-06", "R-INT-13")
def test_a_third_party_records_but_does_not_judge_nor_close() -> None:
    scene = Scene(sites=1)
    visit = scene.at("WITH_TRADER", failed=True)
    outsider, finding = scene.third_party(), scene.action(visit)
    services.change_team(
        validation=visit,
        lead=scene.lead,
        members=[outsider],
        reason="Joint visit.",
        actor=scene.case_officer,
        now=later(36),
    )
    services.answer_action(finding=finding, text="Done.", user=scene.trader, now=later(37))

    for act in (
        lambda: services.judge_action(finding=finding, accept=True, reason="", actor=outsider, now=later(38)),
        lambda: services.hand_on_action(finding=finding, reason="x", actor=outsider, now=later(38)),
        lambda: services.close(validation=visit, actor=outsider, now=later(38)),
    ):
        with pytest.raises(Refused, match="An officer of Customs does this"):
            act()


def test_a_two_person_administration_reviews_its_own_report_with_a_reason_and_an_outsider_to_read_it() -> None:
    scene = Scene(sites=1)
    programme.adopt_profile(
        profile="small_administration", valid_from=TODAY, author=scene.lead, publisher=scene.reviewer, now=NOW
    )
    visit = scene.at("REPORT_REVIEW")
    with pytest.raises(Refused, match="Write why one person takes both acts"):
        services.review_and_send(validation=visit, note="", actor=scene.lead, now=later(35))

    services.review_and_send(validation=visit, note="Nobody else is left.", actor=scene.lead, now=later(35))

    act = ActTaken.objects.get(file_id=scene.application.public_id, act="REVIEW")
    assert (act.user, act.review_role) == (scene.lead, "AUDITOR")
