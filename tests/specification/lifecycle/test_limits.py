"""Mandates and members limited to a scope, kinds or places, in every room after an application: certificates, decisions,
letters, notices, visits, papers, the home. The limits hold below the pages, in one selector for each model."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from account_management import selectors as account_management
from applications import selectors as applications
from applications import services as filing
from benefits import selectors as benefits
from certificates import selectors as certificates
from foundation.audit.services import Refused, acting
from foundation.clock.services import now, today
from foundation.correspondence import selectors as correspondence
from foundation.correspondence.models import Notice, Thread
from foundation.correspondence.selectors import Concerns
from foundation.correspondence.services import LetterContent, notify_company, open_letter, post_message, send_letter
from foundation.documents import selectors as documents
from foundation.documents.models import Document
from foundation.identity import services as identity
from foundation.identity.models import Membership, Office, User
from foundation.identity.states import CompanyRole, OfficeKind
from tests.support.applications import Company, begun
from tests.support.documents import pdf, sent
from tests.support.identity import sign_in
from tests.support.lifecycle import House, granted
from tests.support.limits import as_what, joined, page
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


def test_a_limit_to_one_kind_holds_for_certificates_their_papers_decisions_and_benefits() -> None:
    company = Company()
    held = granted(House(), company.operator, ("security", "simplification"), decided_on=today() - timedelta(days=9))
    numbers = {row.kind: row.number for row in held}
    person = joined(company.organisation, kinds=["security"])
    acting = as_what(person, company.organisation)
    assert [row.kind for row in certificates.of_company(acting)] == ["security"]
    assert {row.certificate.kind for row in benefits.of_company(acting, today())} <= {"security"}
    [file] = certificates.file_of_company(acting)
    assert {row.kind for row in certificates.told_rows(file, acting)} == {"security"}
    mine = page(person, "certificates:mine")
    assert numbers["security"] in mine
    assert numbers["simplification"] not in mine
    papers = joined(company.organisation, mandate_scope=["DOCUMENTS"])
    assert not certificates.of_company(as_what(papers, company.organisation)).exists()


def test_a_limit_to_a_place_or_kind_holds_for_letters_and_notices_and_for_what_came_before_the_limit() -> None:
    company = Company(sites=2)
    here, there = (site.public_id for site in company.operator.sites.order_by("id"))
    place = joined(company.organisation, sites=[here])
    kind = joined(company.organisation, kinds=["security"])
    scope = joined(company.organisation, mandate_scope=["LETTERS"])
    about = {
        "of the company": Concerns(), "here": Concerns(sites=(here,)), "there": Concerns(sites=(there,)),
        "both places": Concerns(sites=(here, there)), "simplification": Concerns(kinds=("simplification",)),
    }  # fmt: skip
    sent_letters = {
        subject: send_letter(
            organisation=company.organisation, file_id=company.operator.public_id,
            content=LetterContent("test", 1, "en", subject, "text"), deemed_after_days=3, url="/help/",
            concerns=concerns, actor=HOUSE, now=now(),
        )
        for subject, concerns in about.items()
    }  # fmt: skip

    def read(person: User) -> set[str]:
        return {row.subject for row in correspondence.letters_of_company(as_what(person, company.organisation))}

    assert read(scope) == set(about)
    assert read(place) == {"of the company", "here", "simplification"}
    assert read(kind) == set(about) - {"simplification"}
    assert "there" not in page(place, "correspondence:inbox")
    with pytest.raises(Refused):
        open_letter(letter=sent_letters["both places"], reader=place, now=now())
    assert sign_in(Client(), place).get(
        reverse("correspondence:letter", args=[sent_letters["there"].public_id])
    ).status_code == 404  # fmt: skip
    told = correspondence.notices_of(scope, [as_what(scope, company.organisation)])
    assert {row.title for row in told} == set(about)
    notify_company(
        organisation=company.organisation, kind="ACTION", title="About the file", url="/", file_id=here,
        actor=HOUSE, now=now(),
    )  # fmt: skip
    assert "About the file" not in page(scope, "workbench:home")
    assert "About the file" in page(place, "workbench:home")
    row = Membership.objects.get(user=scope)
    identity.limit_membership(membership=row, kinds=[], sites=[here], actor=company.signatory, now=now())
    assert read(scope) == read(place)
    home = page(scope, "workbench:home")
    assert "there" not in home
    assert "simplification" in home
    identity.end_membership(membership=row, last_day=today() - timedelta(days=1), actor=HOUSE, now=now())
    assert not correspondence.notices_of(scope, []).exists()


def test_papers_of_a_place_are_for_those_who_reach_it_until_they_serve_another() -> None:
    company = Company(sites=2)
    here, there = company.operator.sites.order_by("id")
    person = joined(company.organisation, sites=[here.public_id])
    draft = begun(company, types=("warehouse",))
    rows = {row.site.pk: row for row in applications.assessment(draft).rows if row.site}
    sign_in(browser := Client(), company.preparer)
    for site, name in ((here, "here.pdf"), (there, "there.pdf")):
        form = {"outcome": "MET", "how": "We do.", "version": "0", "papers": sent(name, pdf(text=name))}
        assert browser.post(rows[site.pk].url, form).status_code == 302
    acting = as_what(person, company.organisation)
    assert {row.file_name for row in documents.library(acting)} == {"here.pdf"}
    paper = Document.objects.get(file_name="there.pdf")
    open_it = reverse("documents:open", args=[paper.public_id])
    assert sign_in(Client(), person).get(open_it).status_code == 404
    answer = applications.assessment(draft).by_key[rows[here.pk].criterion.code, here.pk].answer
    assert answer is not None
    filing.attach(answer=answer, document=paper, user=company.preparer, now=now())
    assert sign_in(Client(), person).get(open_it).status_code == 200
    assert {row.file_name for row in documents.library(acting)} == {"here.pdf", "there.pdf"}


def test_what_a_limited_member_hands_in_is_about_the_own_places() -> None:
    company = Company(sites=2)
    here, there = company.operator.sites.order_by("id")
    person = joined(company.organisation, CompanyRole.PREPARER, sites=[here.public_id])
    other = joined(company.organisation, CompanyRole.PREPARER, sites=[there.public_id])
    upload, plan = reverse("documents:upload"), pdf()
    for sender, seen_by_other in ((person, 0), (other, 1)):
        form = {"files": [sent("plan.pdf", plan)], "confidentiality": "COMPANY"}
        assert sign_in(Client(), sender).post(upload, form).status_code == 302
        assert documents.library(as_what(other, company.organisation)).count() == seen_by_other
    assert Document.objects.get(file_name="plan.pdf").sites == sorted([here.public_id, there.public_id])


def test_a_conversation_about_a_kind_or_place_is_for_those_whose_limits_reach_it() -> None:
    # given: somebody limited to security, somebody to simplification, and an office to write to
    company = Company()
    with acting(actor=HOUSE, at=now()):
        Office.objects.get_or_create(code="hq", defaults={"name": "Headquarters", "kind": OfficeKind.HEADQUARTERS})
    secure, simple = (joined(company.organisation, kinds=[kind]) for kind in ("security", "simplification"))
    [to, *_others] = account_management.addressees(company.organisation)
    said = {"to": to[0], "subject": "Our fence", "body": "It stands.", "kinds": ["security"]}
    # when: the company writes about security, and the one for simplification about nothing in particular
    page_of = sign_in(Client(), company.preparer)
    assert "Only about" in page_of.get(reverse("account_management:write")).content.decode()
    assert page_of.post(reverse("account_management:write"), said).status_code == 302
    own = {**said, "subject": "Our list", "kinds": []}
    assert sign_in(Client(), simple).post(reverse("account_management:write"), own).status_code == 302
    # then: each reads what the own limit reaches, and the company everything
    fence, ours = (Thread.objects.get(subject=subject) for subject in ("Our fence", "Our list"))
    seen = {
        person: [row.subject for row in correspondence.threads_of(as_what(person, company.organisation))]
        for person in (company.preparer, secure, simple)
    }
    assert seen == {company.preparer: ["Our list", "Our fence"], secure: ["Our fence"], simple: ["Our list"]}
    assert sign_in(Client(), simple).get(reverse("correspondence:thread", args=[fence.public_id])).status_code == 404
    # and so is the answer told
    post_message(thread=ours, side="CUSTOMS", author=None, body="Thank you.", actor=HOUSE, now=now())
    told = set(Notice.objects.get(title__contains="Our list").recipients.values_list("user", flat=True))
    assert (simple.pk in told, secure.pk in told) == (True, False)
