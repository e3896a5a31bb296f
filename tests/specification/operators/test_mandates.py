"""Mandates with a scope, kinds, places and dates; colleagues of one division; one home for all companies of a person."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import selectors as applications
from applications.models import ImprovementStep
from applications.services import NewItem, ask
from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.correspondence.models import NoticeRecipient
from foundation.correspondence.services import notify_company
from foundation.identity import services as identity
from foundation.identity.models import Invitation, Membership, User
from foundation.identity.permissions import Permission, company_permissions
from foundation.identity.selectors import acting_for
from foundation.identity.states import CompanyRole, MandateScope
from operators.models import Operator
from operators.services import close_site
from tests.support.applications import Company, begun, officer, submitted
from tests.support.identity import make_user, sign_in
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db
P = Permission


def mandate(
    company: Company, user: User, *, days: int | None = 30, begins: int = -5, **limits: list[object]
) -> Membership:
    """A mandate of a person for a company, from some days away until some days away."""
    on = today()
    return identity.grant_membership(
        user=user, organisation=company.organisation, role=CompanyRole.CONSULTANT,
        valid_from=on + timedelta(days=begins), valid_until=None if days is None else on + timedelta(days=days),
        actor=HOUSE, now=now(), **limits,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "allowed", "denied"),
    [
        ({MandateScope.APPLICATIONS}, {P.APPLICATION_PREPARE}, {P.INFORMATION_ANSWER, P.LETTER_READ, P.FINDING_READ}),
        ({MandateScope.ANSWERS}, {P.INFORMATION_ANSWER, P.APPLICATION_READ}, {P.APPLICATION_PREPARE, P.LETTER_READ}),
        ({MandateScope.LETTERS}, {P.LETTER_READ}, {P.FINDING_READ, P.MESSAGE_READ, P.APPLICATION_READ}),
        ({MandateScope.FINDINGS}, {P.FINDING_READ}, {P.LETTER_READ, P.APPLICATION_PREPARE}),
        (set(), {P.APPLICATION_PREPARE, P.LETTER_READ, P.FINDING_READ}, set()),
    ],
)
def test_a_mandate_gives_what_it_covers_and_never_the_signature(
    scope: set[str], allowed: set[Permission], denied: set[Permission]
) -> None:
    held = company_permissions(frozenset({CompanyRole.CONSULTANT}), frozenset(scope))
    assert allowed <= held
    assert not (denied | {P.APPLICATION_SIGN, P.MANDATE_GIVE, P.COMPANY_EDIT}) & held


def test_a_mandate_to_answer_is_told_of_questions_and_takes_more_time_and_one_to_prepare_is_not() -> None:
    company = Company()
    answers, prepares = make_user("Kira Holt"), make_user("Otto Holt")
    mandate(company, answers, mandate_scope=["ANSWERS"])
    mandate(company, prepares, mandate_scope=["APPLICATIONS"])
    request = ask(application=submitted(company), items=[NewItem(question="Which fence?")], actor=officer(), now=now())
    told = {row.user_id for row in NoticeRecipient.objects.filter(notice__file_id=request.application.public_id)}
    assert answers.pk in told
    assert prepares.pk not in told
    url = reverse("applications:more_time_to_answer", args=[request.application.public_id, request.public_id])
    assert sign_in(Client(), answers).get(url).status_code == 200
    assert sign_in(Client(), prepares).get(url).status_code == 403


@pytest.mark.parametrize(("begins", "days", "holds"), [(-5, 0, True), (-5, -1, False), (1, 9, False), (0, 9, True)])
def test_a_mandate_that_ended_yesterday_or_begins_tomorrow_opens_nothing(
    client: Client, begins: int, days: int, *, holds: bool
) -> None:
    company, consultant = Company(), make_user("Kira Holt")
    draft = begun(company)
    mandate(company, consultant, begins=begins, days=days)
    sign_in(client, consultant)
    answers = {
        client.get(reverse(name, args=args)).status_code
        for name, args in (
            ("applications:tasks", [draft.public_id]),
            ("operators:sites", []),
            ("applications:plan", [draft.public_id]),
        )
    }
    assert answers == ({200} if holds else {403}) or (not holds and answers <= {403, 404})


def test_somebody_limited_to_one_place_sees_and_answers_only_its_questions(client: Client) -> None:
    company, consultant = Company(sites=2), make_user("Kira Holt")
    draft = begun(company, types=("warehouse",))
    first, second = company.operator.sites.order_by("id")
    mandate(company, consultant, sites=[first.public_id])
    rows = {row.site.pk: row for row in applications.assessment(draft).rows if row.site}
    assert {first.pk, second.pk} <= rows.keys()
    sign_in(client, consultant)
    assert client.get(rows[first.pk].url).status_code == 200
    assert client.get(rows[second.pk].url).status_code == 404
    assert client.post(rows[second.pk].url, {"how": "x"}).status_code == 404
    assert client.get(reverse("applications:tasks", args=[draft.public_id])).status_code == 200


def test_the_limit_to_one_place_holds_for_plan_questions_of_customs_and_changes_too(client: Client) -> None:
    company, consultant = Company(sites=2), make_user("Kira Holt")
    first, second = company.operator.sites.order_by("id")
    mandate(company, consultant, sites=[first.public_id])
    sign_in(client, consultant)
    draft = begun(company)
    line = {"weakness": "Fence", "action": "", "responsible": ""}
    step = ImprovementStep.objects.create(application=draft, site=second, weakness="Fence of the second place")
    own = ImprovementStep.objects.create(application=draft, site=first, weakness="Gate of the first place")
    body = client.get(reverse("applications:plan", args=[draft.public_id])).content.decode()
    assert "Gate of the first place" in body
    assert "Fence of the second place" not in body
    edit = [reverse("applications:edit_step", args=[draft.public_id, row.public_id]) for row in (own, step)]
    assert [client.get(url).status_code for url in edit] == [200, 404]
    assert client.post(edit[1], line).status_code == 404
    tell = reverse("applications:tell_change", args=["site"])
    answers = [client.get(f"{tell}?about={site.public_id}").status_code for site in (first, second)]
    assert answers == [200, 404]
    draft.delete()
    file = submitted(company)
    items = [NewItem(question=f"About {site.name}?", site=site) for site in (first, second)]
    request = ask(application=file, items=items, actor=officer(), now=now())
    page = client.get(reverse("applications:request", args=[file.public_id, request.public_id])).content.decode()
    assert f"About {first.name}?" in page
    assert second.name not in page


def test_a_mandate_for_one_kind_begins_no_other_and_lists_no_papers_it_does_not_cover(client: Client) -> None:
    company, consultant = Company(), make_user("Kira Holt")
    mandate(company, consultant, kinds=["simplification"], mandate_scope=["APPLICATIONS"])
    sign_in(client, consultant)
    said = {"kinds": ["security"], "types": ["exporter"]}
    assert client.post(reverse("lifecycle:begin"), said).status_code == 200
    assert not company.operator.applications.exists()
    assert client.post(reverse("lifecycle:begin"), {**said, "kinds": ["simplification"]}).status_code == 302


def test_a_mandate_for_one_kind_does_not_open_a_file_of_the_other(client: Client) -> None:
    company, consultant = Company(), make_user("Kira Holt")
    draft = begun(company, kinds=("security",))
    mandate(company, consultant, kinds=["simplification"])
    sign_in(client, consultant)
    assert client.get(reverse("applications:tasks", args=[draft.public_id])).status_code == 404


def test_only_a_signatory_gives_a_mandate_with_its_limits_and_nobody_who_binds_the_company_is_limited(
    client: Client,
) -> None:
    company = Company()
    site = company.operator.sites.first()
    assert site is not None
    sign_in(client, company.preparer)
    assert client.get(reverse("operators:give_mandate")).status_code == 403
    sign_in(client, company.signatory)
    last = today() + timedelta(days=60)
    said = {
        "email": "kira@advice.example", "mandate_scope": ["ANSWERS"], "kinds": ["security"],
        "sites": [str(site.public_id)], "mandate_until_day": last.day, "mandate_until_month": last.month,
        "mandate_until_year": last.year,
    }  # fmt: skip
    page = client.post(reverse("operators:give_mandate"), {**said, "sites": ["\x00"], "mandate_until_day": "99"})
    assert "Error:" in page.content.decode()
    assert client.post(reverse("operators:give_mandate"), said).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.kinds, invitation.sites) == (["security"], [site.public_id])
    consultant = make_user("Kira Holt", email="kira@advice.example")
    row = identity.accept_invitation(invitation=invitation, user=consultant, now=now())
    assert (row.mandate_scope, row.kinds, row.sites) == (["ANSWERS"], ["security"], [site.public_id])
    assert "Answer questions of Customs" in client.get(reverse("operators:mandates")).content.decode()
    assert client.get(reverse("operators:limit_member", args=[row.pk])).status_code == 200
    administrator = Membership.objects.get(user=company.preparer, role=CompanyRole.ADMINISTRATOR)
    with pytest.raises(Refused, match="whole company"):
        identity.grant_membership(
            user=consultant, organisation=company.organisation, role=CompanyRole.SIGNATORY, valid_from=date(2026, 1, 1),
            sites=[site.public_id], actor=HOUSE, now=now(),
        )  # fmt: skip
    assert client.get(reverse("operators:limit_member", args=[administrator.pk])).status_code == 404


def test_the_limit_to_a_place_stays_when_the_place_closes_and_the_limits_are_saved_again(client: Client) -> None:
    company, consultant = Company(sites=2), make_user("Kira Holt")
    first, second = company.operator.sites.order_by("id")
    row = mandate(company, consultant, sites=[first.public_id])
    close_site(site=first, on=today(), actor=company.preparer, now=now())
    sign_in(client, company.signatory)
    url = reverse("operators:limit_member", args=[row.pk])
    page = client.get(url)
    assert f"{first.name} (closed)" in page.content.decode()
    shown = page.context["form"]
    assert client.post(url, {"kinds": ["security"], "sites": shown.initial["sites"]}).status_code == 302
    row.refresh_from_db()
    assert (row.sites, row.kinds) == ([first.public_id], ["security"])
    close_site(site=second, on=today(), actor=company.preparer, now=now())
    assert client.post(url, {"sites": [str(second.public_id)]}).status_code == 200  # no new limit to what is closed
    acting = acting_for(consultant, today())
    assert acting is not None
    assert not acting.may_touch_site(second.public_id)


def test_one_role_limited_to_a_kind_and_another_to_a_place_are_not_free_of_both() -> None:
    company, person = Company(sites=2), make_user("Kira Holt")
    site = company.operator.sites.earliest("id")
    mandate(company, person, sites=[site.public_id])
    identity.grant_membership(
        user=person, organisation=company.organisation, role=CompanyRole.PREPARER, valid_from=date(2026, 1, 1),
        kinds=["security"], actor=HOUSE, now=now(),
    )  # fmt: skip
    acting = acting_for(person, today())
    assert acting is not None
    assert (acting.kinds, acting.sites) == ({"security"}, {site.public_id})


def clients_of(consultant: User, count: int) -> list[Company]:
    """Some companies that gave the same person a mandate, each with a draft and something that waits."""
    companies = [Company(f"Client {place} Ltd") for place in range(count)]
    for company in companies:
        begun(company)
        mandate(company, consultant)
        notify_company(
            organisation=company.organisation, kind="ACTION", title=f"Act for {company.organisation.name}",
            url="/applications/", actor=HOUSE, now=now(),
        )  # fmt: skip
    return companies


def test_one_home_shows_all_clients_with_what_waits_and_nothing_of_an_ended_mandate(client: Client) -> None:
    consultant = make_user("Kira Holt")
    companies = clients_of(consultant, 3)
    ended = Membership.objects.get(user=consultant, organisation=companies[2].organisation)
    identity.end_membership(membership=ended, last_day=today() - timedelta(days=1), actor=HOUSE, now=now())
    sign_in(client, consultant)
    page = client.get(reverse("workbench:home")).content.decode()
    assert "Act for Client 0 Ltd" in page
    assert "Act for Client 1 Ltd" in page
    assert "Client 2 Ltd" not in page
    switched = client.post(
        reverse("identity:choose_company"),
        {"organisation": str(companies[1].organisation.public_id), "next": reverse("workbench:home")},
        follow=True,
    )
    assert "You are acting for <strong>Client 1 Ltd</strong>" in switched.content.decode()
    strange = {"organisation": str(companies[2].organisation.public_id)}
    assert client.post(reverse("identity:choose_company"), strange).status_code == 404
    acting = acting_for(consultant, today())
    assert acting is not None
    assert acting.has_choice


def queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(reverse("workbench:clients")).status_code == 200
    return len(caught)


def test_the_home_of_all_clients_takes_as_many_queries_for_two_as_for_eight(client: Client) -> None:
    few, many = make_user("Kira Holt"), make_user("Otto Holt")
    clients_of(few, 2)
    clients_of(many, 8)
    sign_in(client, few)
    client.get(reverse("workbench:clients"))
    first = queries(client)
    other = Client()
    sign_in(other, many)
    other.get(reverse("workbench:clients"))
    assert queries(other) == first
    assert Operator.objects.count() == 10
