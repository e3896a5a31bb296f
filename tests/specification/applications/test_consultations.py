"""Talks before an application, an officer's look at a draft on invitation, and the plan to improve what is weak."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from applications import selectors, services
from applications.models import Application, Consultation, ConsultationEntry, ImprovementStep, ReviewPoint
from applications.services import StaleStep
from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from foundation.correspondence.models import NoticeRecipient
from foundation.correspondence.selectors import action_notices
from foundation.identity.adapters import second_factor
from foundation.identity.models import User
from foundation.identity.services import grant_role
from operators.selectors import current_officer
from operators.services import declare_interest
from programme.models import Criterion
from tests.support.applications import NOW, Company, begun, filled, submitted
from tests.support.identity import make_office, sign_in
from tests.support.programme import HOUSE, make_officer

pytestmark = pytest.mark.django_db
HELD = date(2026, 3, 2)


def officer(name: str = "Clara Post", *roles: str) -> User:
    person = make_officer(name, *(roles or ("CASE_OFFICER",)))
    if not second_factor.has_factor(person):
        second_factor.give_totp(person)
    return person


def talked(company: Company, by: User, note: str = "Watch the owner.") -> ConsultationEntry:
    """A consultation with one talk."""
    asked = services.ask_consultation(operator=company.operator, topic="Which places?", user=company.preparer, now=NOW)
    return services.log_talk(
        consultation=asked, held_on=HELD, people="Ana, Clara", topics="Places", advice="Begin with two.", note=note,
        actor=by, now=NOW,
    )  # fmt: skip


@pytest.mark.requirement("R-APP-07", "R-APP-08", "R-SME-06")
def test_a_company_asks_once_a_contact_officer_answers_and_the_log_goes_along_with_the_file(client: Client) -> None:
    # given
    company, clara = Company(), officer()
    entry = talked(company, clara)
    # then
    assert current_officer(company.operator, "CONTACT_OFFICER") == clara
    again = services.ask_consultation(operator=company.operator, topic="More", user=company.preparer, now=NOW)
    assert again == entry.consultation
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsultationEntry.objects.update(advice="Something else")
    with pytest.raises(Refused, match="lies ahead"):
        services.log_talk(
            consultation=entry.consultation, held_on=HELD + timedelta(days=9), people="-", topics="-", advice="-",
            actor=clara, now=NOW,
        )  # fmt: skip
    # when: the company reads
    sign_in(client, company.preparer)
    page = client.get(reverse("applications:consultation")).content.decode()
    assert "Begin with two." in page
    assert "Watch the owner." not in page
    assert not Event.objects.filter(data__icontains="Watch the owner").exists()
    # and the file's officer
    file = submitted(company)
    sign_in(client, clara)
    assert "Begin with two." in client.get(reverse("applications:file", args=[file.public_id])).content.decode()
    services.close_consultation(consultation=entry.consultation, actor=clara, now=NOW)
    with pytest.raises(Refused, match="closed"):
        services.log_talk(
            consultation=entry.consultation, held_on=HELD, people="-", topics="-", advice="-", actor=clara, now=NOW
        )


@pytest.mark.requirement("R-SAC-02")
def test_only_the_invited_officer_reads_a_draft_marks_points_and_the_trader_sees_the_mark_at_the_question(
    client: Client,
) -> None:
    # given
    company, clara, other = Company(), officer(), officer("Otto Gren")
    draft = filled(company)
    with pytest.raises(Refused, match="consultation first"):
        services.invite_review(application=draft, user=company.preparer, now=NOW)
    talked(company, clara)
    url = reverse("applications:review_draft", args=[draft.public_id])
    sign_in(client, clara)
    assert client.get(url).status_code == 404
    services.invite_review(application=draft, question="The stores", user=company.preparer, now=NOW)
    # when
    row = selectors.assessment(draft).rows[0]
    place = {"code": row.criterion.code, "site": str(row.site.public_id) if row.site else ""}
    assert client.get(url).status_code == 200
    assert "Error:" in client.post(url, {**place, "hint": " "}).content.decode()
    assert client.post(url, {**place, "hint": "Name the person."}).status_code == 302
    client.post(url, {"finish": "yes"})
    assert client.post(url, {"code": "\x00", "hint": "x"}).status_code == 404
    # then
    stranger = Client()
    sign_in(stranger, other)
    assert stranger.get(url).status_code == 404
    trader = Client()
    sign_in(trader, company.preparer)
    assert "Name the person." in trader.get(row.url).content.decode()
    review = reverse("applications:review", args=[draft.public_id])
    assert "Name the person." in trader.get(review).content.decode()
    assert NoticeRecipient.objects.filter(notice__title__contains="has looked at your draft").exists()
    point = ReviewPoint.objects.get()
    trader.post(review, {"settle": str(point.pk)})
    assert "Name the person." not in trader.get(row.url).content.decode()
    trader.post(review, {"end": "yes"})
    assert client.get(url).status_code == 404
    with pytest.raises(Refused, match="not invited"):
        services.mark_point(
            application=draft, criterion=row.criterion, site=row.site, hint="Late.", officer=clara, now=NOW
        )


def test_an_officer_with_a_declared_interest_marks_nothing() -> None:
    company, clara = Company(), officer()
    draft = filled(company)
    talked(company, clara)
    services.invite_review(application=draft, user=company.preparer, now=NOW)
    declare_interest(officer=clara, operator=company.operator, nature="A cousin works there.", now=NOW)
    row = selectors.assessment(draft).rows[0]
    with pytest.raises(Refused):
        services.mark_point(application=draft, criterion=row.criterion, site=None, hint="x", officer=clara, now=NOW)


def weak_draft(company: Company) -> Application:
    """A draft with one question met in part."""
    draft = begun(company)
    row = selectors.assessment(draft).rows[0]
    services.save_answer(
        application=draft, criterion=row.criterion, site=row.site, outcome="PARTLY_MET", how="Sometimes.", reason="", version=0,
        plan="Every week.", planned_until=HELD + timedelta(days=30), user=company.preparer, now=NOW,
    )  # fmt: skip
    return draft


@pytest.mark.requirement("R-SAC-03")
def test_the_plan_takes_up_weak_points_once_and_its_lines_are_edited_printed_and_never_overwritten_blindly(
    client: Client,
) -> None:
    company = Company()
    draft = weak_draft(company)
    assert services.draw_up_plan(application=draft, user=company.preparer, now=NOW) == 1
    assert services.draw_up_plan(application=draft, user=company.preparer, now=NOW) == 0
    line = ImprovementStep.objects.get()
    assert (line.action, line.due_on) == ("Every week.", HELD + timedelta(days=30))
    sign_in(client, company.preparer)
    with acting(actor=HOUSE, at=NOW), pgtrigger.ignore("programme.Criterion:published_is_frozen"):
        Criterion.objects.filter(pk=line.criterion_id).update(translations={"fr": {"title": "Aucune infraction"}})
    with override("fr"):
        assert selectors.plan_lines(draft)[0].words.startswith("Aucune infraction: "), "in the reader's language"
    edit = reverse("applications:edit_step", args=[draft.public_id, line.public_id])
    as_it_was = {"weakness": line.words, "action": "Every week.", "version": "1"}
    assert client.post(edit, as_it_was).status_code == 302
    line.refresh_from_db()
    assert line.weakness == "", "unchanged words stay those of every language"
    said = {"weakness": "Counting", "action": "Count", "responsible": "Jan", "version": "2", "done": "on"}
    assert client.get(edit).status_code == 200
    assert client.post(edit, said).status_code == 302
    stale = client.post(edit, {**said, "weakness": "Mine"})
    assert "Somebody changed this line meanwhile" in stale.content.decode()
    with pytest.raises(StaleStep):
        services.save_step(
            application=draft, fields={"weakness": "x"}, done=False, step=line, version=2, user=company.preparer,
            now=NOW,
        )  # fmt: skip
    assert (
        "Error:"
        in client.post(edit, {**said, "due_on_day": "31", "due_on_month": "2", "due_on_year": "2026"}).content.decode()
    )
    for name in ("plan", "plan_print"):
        assert "Counting" in client.get(reverse(f"applications:{name}", args=[draft.public_id])).content.decode()
    stranger = Company("Other Ltd")
    sign_in(client, stranger.preparer)
    assert client.get(edit).status_code == 404


@pytest.mark.requirement("R-APP-08")
def test_a_leader_names_the_contact_officer_and_another_officer_can_only_take_it_alone(client: Client) -> None:
    company, clara = Company(), officer()
    lea = officer("Lea Lind", "TEAM_LEADER")
    sign_in(client, company.preparer)
    client.post(reverse("applications:consultation"), {"topic": "Which places?"})
    asked = Consultation.objects.get()
    url = reverse("applications:talk", args=[asked.public_id])
    assert client.get(url).status_code == 404
    sign_in(client, lea)
    assert "Which places?" in client.get(url).content.decode()
    listed = client.get(reverse("applications:talks")).content.decode()
    assert company.operator.legal_name in listed
    assert ">True<" not in listed
    client.post(url, {"act": "appoint", "officer": str(clara.pk)})
    asked.refresh_from_db()
    assert (asked.officer, asked.status) == (clara, "RUNNING")
    assert not action_notices(lea, None), "it waits for the leader no longer"
    assert [notice.file_id for notice in action_notices(clara, None)] == [asked.public_id]
    otto = officer("Otto Gren")
    sign_in(client, otto)
    assert (
        "Choose an officer of the list"
        in client.post(url, {"act": "appoint", "officer": str(clara.pk)}).content.decode()
    )


def test_an_officer_with_a_declared_interest_or_of_another_office_writes_down_no_talk(client: Client) -> None:
    company, clara = Company(), officer()
    entry = talked(company, clara)
    declare_interest(officer=clara, operator=company.operator, nature="Family.", now=NOW)
    with pytest.raises(Refused, match="interest"):
        services.close_consultation(consultation=entry.consultation, actor=clara, now=NOW)
    company.operator.office = make_office("SOU")
    company.operator.save(update_fields=["office"])
    reader = make_officer("Rita Vale", "DECISION_MAKER")
    north: dict[str, Any] = {"user": reader, "role": "CASE_OFFICER", "office": make_office("NOR2"), "valid_from": HELD}
    grant_role(**north, actor=HOUSE, now=NOW)
    second_factor.give_totp(reader)
    sign_in(client, reader)
    assert client.get(reverse("applications:talk", args=[entry.consultation.public_id])).status_code == 403
