"""A consultant lends papers of the own firm to one client's answer: read there while linked, by nobody else, ever."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications import selectors, services
from applications.models import Application
from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.documents.states import Confidentiality
from foundation.identity.services import end_membership
from tests.support.applications import asked, filled
from tests.support.consultants import Firm, paper_of
from tests.support.documents import status_of
from tests.support.identity import sign_in
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


def alone(draft: Application) -> selectors.Row:
    """A must that needs a paper of its own."""
    return next(
        row
        for row in selectors.assessment(draft).rows
        if row.facts.must and not row.facts.customs_too and not row.criterion.same_answer_group and row.site is None
    )


@pytest.mark.requirement("R-APP-01", "R-APP-03")
def test_a_lent_paper_is_read_by_the_client_it_was_lent_to_and_by_no_other() -> None:
    # given
    firm = Firm()
    first, other = firm.drafts
    row = firm.row(0)
    page = firm.at(0).get(row.url).content.decode()
    assert "Lend papers of your own firm (1)" in page
    # when: lent on the page of a question
    sent = {"how": "As the report shows.", "outcome": "MET", "version": "0", "firm": [str(firm.paper.public_id)]}
    assert firm.at(0).post(row.url, sent).status_code == 302
    # then: the client reads it there, and it is evidence like any other
    paper = reverse("applications:lent_paper", args=[first.public_id, firm.paper.public_id])
    client = sign_in(Client(), firm.clients[0].preparer)
    page = client.get(row.url).content.decode()
    assert paper in page
    assert "lent by Anders Advice Ltd for this answer" in page
    assert "Lend papers of your own firm" not in page, "who is no consultant lends nothing"
    served = client.get(paper)
    assert served.status_code == 200
    assert b"".join(served).startswith(b"\x89PNG")  # type: ignore[arg-type]
    assert firm.row(0).is_complete
    assert selectors.document_of_file(first, firm.paper.public_id) == firm.paper, "Customs reads it with the file"
    assert client.get(reverse("documents:open", args=[firm.paper.public_id])).status_code == 404
    assert firm.paper.title not in client.get(reverse("documents:library")).content.decode()
    # and the other client finds it nowhere, neither by the address of its own file nor by the lender's
    stranger = sign_in(Client(), firm.clients[1].preparer)
    for address in (paper, reverse("applications:lent_paper", args=[other.public_id, firm.paper.public_id])):
        assert stranger.get(address).status_code == 404
        assert firm.at(1).get(address).status_code == 404, "nor the consultant while acting for the other"
    assert firm.paper.title not in stranger.get(firm.row(1).url).content.decode()
    # and taken away it is gone
    assert client.post(row.url, {**sent, "version": "1", "firm": [], "remove": str(firm.paper.public_id)})
    assert client.get(paper).status_code == 404
    names = Event.objects.filter(name__startswith="application.paper_").order_by("id").values_list("name", flat=True)
    assert list(names) == ["application.paper_lent", "application.paper_given_back"]


@pytest.mark.requirement("R-APP-03")
def test_only_the_own_firms_open_papers_are_lent_and_only_under_a_mandate() -> None:
    firm = Firm()
    services.save_answers(application=firm.drafts[0], answers=[firm.answer(0)], user=firm.user, now=now())
    answer = firm.row(0).answer
    assert answer is not None
    secret = paper_of(firm.organisation, "Fees", firm.user, confidentiality=Confidentiality.SIGNATORIES)
    theirs = firm.clients[1].paper("Stock count of B")
    for document in (secret, theirs):
        with pytest.raises(Refused, match="own firm can lend"):
            services.lend(answer=answer, document=document, user=firm.user, now=now())
    with pytest.raises(Refused, match="own firm can lend"):
        services.lend(answer=answer, document=firm.paper, user=firm.clients[0].preparer, now=now())

    services.lend(answer=answer, document=firm.paper, user=firm.user, now=now())
    services.lend(answer=answer, document=firm.paper, user=firm.user, now=now())
    assert [document.title for document in firm.row(0).documents] == ["Pre-audit report"]

    end_membership(membership=firm.mandates[0], last_day=today().replace(year=2021), actor=HOUSE, now=now())
    assert not selectors.papers_to_lend(firm.user, firm.clients[0].organisation, today())
    with pytest.raises(Refused, match="own firm can lend"):
        services.lend(answer=answer, document=firm.paper, user=firm.user, now=now())
    assert firm.at(0).get(firm.row(0).url).status_code == 404


@pytest.mark.requirement("R-APP-03")
def test_a_lent_paper_does_not_go_along_into_another_application() -> None:
    firm = Firm()
    services.save_answers(application=firm.drafts[0], answers=[firm.answer(0)], user=firm.user, now=now())
    answer = firm.row(0).answer
    assert answer is not None
    services.lend(answer=answer, document=firm.paper, user=firm.user, now=now())
    source = services.discard(application=firm.drafts[0], user=firm.clients[0].preparer, now=now())

    firm.drafts[0] = services.start_again(source=source, user=firm.clients[0].preparer, now=now()).draft

    carried = firm.row(0)
    assert carried.answer is not None
    assert carried.answer.how == "As the report shows."
    assert carried.documents == ()


@pytest.mark.requirement("R-APP-03")
def test_a_loan_ends_with_the_mandate_while_the_draft_is_not_sent_and_the_answer_says_so() -> None:
    # given: a complete draft of the first client, one must shown by a lent paper alone
    firm = Firm(drafts=0)
    client = firm.clients[0]
    firm.drafts = [filled(client, now())]
    row = alone(firm.drafts[0])
    assert row.answer is not None
    services.detach(answer=row.answer, document=row.documents[0], user=client.preparer, now=now())
    services.lend(answer=row.answer, document=firm.paper, user=firm.user, now=now())
    paper = reverse("applications:lent_paper", args=[firm.drafts[0].public_id, firm.paper.public_id])
    preparer = sign_in(Client(), client.preparer)
    assert status_of(preparer, paper) == 200
    # when
    end_membership(membership=firm.mandates[0], last_day=today() - timedelta(days=1), actor=HOUSE, now=now())
    # then: nobody reads it, the answer says why, and the application waits for another paper
    assert preparer.get(paper).status_code == 404
    page = preparer.get(row.url).content.decode()
    assert "Anders Advice Ltd lent it, and their mandate has ended" in page
    assert "lent by Anders Advice Ltd for this answer" not in page
    assert [line.text for line in selectors.missing(firm.drafts[0], today())] == [f"a paper for {row.criterion.code}"]
    with pytest.raises(Refused):
        services.submit(application=firm.drafts[0], signatory=client.signatory, now=now())
    # and with a paper of the company's own it is sent without the other, which history remembers
    answer = row.answer
    services.attach(answer=answer, document=client.paper("Own count"), user=client.preparer, now=now())
    sent = services.submit(application=firm.drafts[0], signatory=client.signatory, now=now())
    assert [one.title for one in selectors.assessment(sent).by_key[row.key].documents] == ["Own count"]
    names = Event.objects.filter(name__startswith="application.paper_").values_list("name", flat=True)
    assert set(names) == {"application.paper_lent", "application.paper_loan_ended"}


@pytest.mark.requirement("R-APP-03")
def test_what_was_lent_and_sent_stays_evidence_after_the_mandate() -> None:
    firm = Firm(drafts=0)
    client = firm.clients[0]
    firm.drafts = [filled(client, now())]
    answer = firm.row(0).answer
    assert answer is not None
    services.lend(answer=answer, document=firm.paper, user=firm.user, now=now())
    sent = services.submit(application=firm.drafts[0], signatory=client.signatory, now=now())
    end_membership(membership=firm.mandates[0], last_day=today() - timedelta(days=1), actor=HOUSE, now=now())

    preparer = sign_in(Client(), client.preparer)
    paper = reverse("applications:lent_paper", args=[sent.public_id, firm.paper.public_id])

    assert status_of(preparer, paper) == 200
    assert selectors.document_of_file(sent, firm.paper.public_id) == firm.paper


@pytest.mark.requirement("R-APP-01", "R-APP-03")
def test_papers_are_lent_to_answers_to_questions_of_customs_and_end_there_too() -> None:
    # given: Customs asks the first client
    firm = Firm(drafts=0)
    client = firm.clients[0]
    request = asked(client)
    place = reverse("applications:request", args=[request.application.public_id, request.public_id])
    assert "Lend papers of your own firm (1)" in firm.at(0).get(place).content.decode()
    # when
    assert firm.at(0).post(place, {"answer": "As the report shows.", "firm": [str(firm.paper.public_id)]})
    # then
    paper = reverse("applications:lent_paper", args=[request.application.public_id, firm.paper.public_id])
    preparer = sign_in(Client(), client.preparer)
    assert paper in preparer.get(place).content.decode()
    assert status_of(preparer, paper) == 200
    assert sign_in(Client(), firm.clients[1].preparer).get(paper).status_code == 404
    with pytest.raises(Refused, match="own firm can lend"):
        services.answer_item(
            item=request.items.get(), text="x", documents=[firm.clients[1].paper()], user=client.preparer, now=now()
        )
    # and it ends with the mandate while the answers are not sent
    end_membership(membership=firm.mandates[0], last_day=today() - timedelta(days=1), actor=HOUSE, now=now())
    assert preparer.get(paper).status_code == 404
    assert "their mandate has ended" in preparer.get(place).content.decode()
    services.send_answers(request=request, user=client.preparer, now=now())
    assert not request.items.get().documents.exists()


@pytest.mark.requirement("R-SAC-14")
def test_a_certificate_that_has_ended_no_longer_counts_as_a_paper() -> None:
    firm = Firm(drafts=0)
    client = firm.clients[0]
    draft = filled(client, now())
    row = alone(draft)
    assert row.answer is not None
    services.detach(answer=row.answer, document=row.documents[0], user=client.preparer, now=now())
    services.add_proof(
        application=draft, criterion=row.criterion, site=None, kind="ISO", title="ISO 28000", number="7", issuer="DNV",
        issued_on=None, expires_on=today(), document=None, user=client.preparer, now=now(),
    )  # fmt: skip

    assert selectors.missing(draft, today()) == [], "its last day counts"
    assert [line.text for line in selectors.missing(draft, today() + timedelta(days=1))] == [
        f"a paper for {row.criterion.code}"
    ]
