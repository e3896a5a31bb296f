"""Newer criteria come into force while a draft is written: it stays where it is until its company moves it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from applications import selectors, services
from applications.models import Application, EvidenceAgreement, StartAnswer
from applications.rules import RowState
from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from tests.support.applications import NOW, Company, begun, filled, fresh, submitted
from tests.support.identity import sign_in
from tests.support.programme import HOUSE, new_criteria

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
ON = LATER.date()


class Draft:
    """A draft in which nothing is missing on version 1, and a version 2 that changes, removes and adds one of its questions."""

    def __init__(self) -> None:
        self.company = Company(sites=1)
        self.application = filled(self.company)
        asked = [row for row in self.rows() if row.site is None]
        self.changed, self.gone = asked[0].criterion.code, asked[1].criterion.code
        self.added = f"{self.changed[0]}-97"
        self.version = new_criteria(
            changed={self.changed: {"requirement": "Twice a year, and in writing."}},
            removed=[self.gone],
            copies={self.added: self.changed},
            now=LATER,
        )

    def rows(self) -> tuple[selectors.Row, ...]:
        return selectors.assessment(fresh(self.application)).rows

    def row(self, code: str) -> selectors.Row:
        return next(row for row in self.rows() if row.criterion.code == code)

    def move(self, number: int = 2) -> Application:
        return services.move_to_criteria(
            application=self.application, number=number, user=self.company.preparer, now=LATER
        )


@pytest.mark.requirement("R-SAC-17")
def test_a_draft_stays_on_its_version_and_reads_what_is_different() -> None:
    draft = Draft()
    assert draft.row(draft.changed).criterion.requirement != "Twice a year, and in writing."
    assert not selectors.missing(fresh(draft.application))
    assert selectors.newer_criteria(fresh(draft.application), NOW.date()) is None, "not before its day"

    newer = selectors.newer_criteria(fresh(draft.application), ON)

    assert newer is not None
    assert (newer.old.number, newer.new) == (1, draft.version)
    assert newer.counts == {"added": 1, "removed": 1, "changed": 1}
    assert newer.look == (draft.changed,)
    assert begun(Company(), now=LATER).criteria_set == draft.version, "a new application begins on the new version"


@pytest.mark.requirement("R-SAC-17")
def test_a_moved_draft_keeps_its_answers_and_asks_for_a_look_where_the_words_changed() -> None:
    # given
    draft = Draft()
    application, before = draft.application, draft.row(draft.changed)
    services.comment(
        application=application,
        criterion=before.criterion,
        site=None,
        text="Ask Olga.",
        user=draft.company.preparer,
        now=NOW,
    )
    services.propose_evidence(
        application=application,
        criterion=before.criterion,
        site=None,
        text="The log.",
        by_trader=True,
        actor=draft.company.preparer,
        now=NOW,
    )
    services.hand_to_signatory(application=application, user=draft.company.preparer, now=NOW)
    with acting(actor=HOUSE, at=NOW):
        StartAnswer.objects.create(application=application, key="asked_no_longer", yes=True)
    # when
    draft.move()
    moved = fresh(draft.move())  # pressed twice
    # then
    after = draft.row(draft.changed)
    assert moved.criteria_set == draft.version
    assert after.criterion.requirement == "Twice a year, and in writing."
    assert after.answer is not None
    assert before.answer is not None
    assert (after.answer.pk, after.answer.how, after.documents) == (
        before.answer.pk,
        before.answer.how,
        before.documents,
    )
    assert after.state == RowState.LOOK_AGAIN
    assert after.agreement == EvidenceAgreement.objects.get()
    assert [one.text for one in selectors.comments_of(moved, after.criterion, None)] == ["Ask Olga."]
    assert [line.text for line in selectors.missing(moved)] == [
        "1 answer in 1 section",
        f"a look at {draft.changed}, whose criterion has changed",
    ]
    assert draft.gone not in {row.criterion.code for row in draft.rows()}
    assert moved.answers.filter(criterion__code=draft.gone).exists(), "what was said is kept"
    assert not StartAnswer.objects.filter(key="asked_no_longer").exists()
    assert moved.ready_at is None
    event = Event.objects.get(name="application.criteria_moved")
    assert (event.data["old"], event.data["new"], event.data["no_longer_asked"]) == (1, 2, [draft.gone])
    assert event.actor_id == draft.company.preparer.actor_id


@pytest.mark.requirement("R-SAC-17")
def test_the_same_words_count_only_from_a_page_that_showed_the_new_criterion() -> None:
    draft = Draft()
    old_page = draft.row(draft.changed).answer
    assert old_page is not None
    draft.move()
    now_page = draft.row(draft.changed).answer
    assert now_page is not None
    for version, state in ((old_page.version, RowState.LOOK_AGAIN), (now_page.version, RowState.ANSWERED)):
        services.save_answer(
            application=draft.application,
            criterion=draft.row(draft.changed).criterion,
            site=None,
            **{name: getattr(now_page, name) for name in ("outcome", "how", "reason", "plan", "planned_until")},
            version=version,
            user=draft.company.preparer,
            now=LATER,
        )
        assert draft.row(draft.changed).state == state


@pytest.mark.requirement("R-SAC-17")
def test_a_sent_file_never_moves_and_a_page_that_is_stale_moves_nothing() -> None:
    draft, sent = Draft(), submitted(Company())
    assert sent.criteria_set.number == 1
    with pytest.raises(Refused, match="Look at the changes again"):
        draft.move(number=7)
    with pytest.raises(Refused, match="was sent"):
        services.move_to_criteria(application=sent, number=2, user=draft.company.preparer, now=LATER)
    assert selectors.newer_criteria(sent, ON) is None
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic(), acting(actor=HOUSE, at=LATER):
        Application.objects.filter(pk=sent.pk).update(criteria_set=draft.version)


@pytest.mark.requirement("R-SAC-17", "R-APP-01")
def test_the_task_list_offers_the_move_and_a_page_makes_it() -> None:
    draft = Draft()
    client = sign_in(Client(), draft.company.preparer)
    tasks = reverse("applications:tasks", args=[draft.application.public_id])
    criteria = reverse("applications:criteria", args=[draft.application.public_id])

    page = client.get(tasks).content.decode()
    words = " ".join(page.split())
    assert all(text in words for text in ("1 criterion added<", "1 criterion removed<", "1 criterion changed<"))
    assert "New criteria are in force" not in sign_in(Client(), draft.company.signatory).get(tasks).content.decode()
    page = client.get(criteria).content.decode()
    for words in ("1 answer needs a look", "Move to version 2", draft.changed, draft.added, draft.gone):
        assert words in page
    for nonsense in ({}, {"number": "1\x00"}, {"number": "9" * 40}):
        client.post(criteria, nonsense)
        assert fresh(draft.application).criteria_set.number == 1
    assert client.post(criteria, {"number": "2"})["Location"] == tasks
    assert "New criteria are in force" not in client.get(tasks).content.decode()
    assert client.get(criteria)["Location"] == tasks
    question = client.get(draft.row(draft.changed).url).content.decode()
    assert "The words of this criterion have changed since you answered." in question
    stranger = sign_in(Client(), Company().preparer)
    assert stranger.get(criteria).status_code == 404
