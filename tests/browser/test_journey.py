"""One file walks through the house in one go, in a real browser: signed, accepted, checked, visited, proposed, decided,
found in the register and answered to a border system. What fills pages with many like rows goes through the services."""

from __future__ import annotations

import base64
import json
import re
import urllib.parse
import urllib.request
from datetime import date, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from applications import selectors as applications_read
from applications import services as applications
from applications.models import Application
from foundation.audit.services import SYSTEM, acting
from foundation.clock.services import local_date, now
from foundation.correspondence.models import Letter
from foundation.correspondence.services import open_letter
from foundation.identity.models import Membership, User
from foundation.identity.services import register_api_client
from foundation.identity.states import CompanyRole
from lifecycle import services as lifecycle
from operators.models import Operator
from tests.support import browser
from tests.support.identity import PASSWORD, code_of
from validations import services as validations
from validations.models import Validation
from vetting import services as vetting
from vetting.models import ScreeningHit, Vetting


def staff(role: str) -> User:
    return User.objects.get(email=f"{role}@demo.example")


def named(name: str) -> User:
    return User.objects.get(full_name=name, is_staff=True)


def click(page: Page, name: str) -> None:
    """Press the button of this name and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.requirement("R-APP-01", "R-LIF-01")
def test_one_file_walks_from_signature_to_the_border(desk: browser.Desk) -> None:
    file = Application.objects.get(operator__legal_name="Larch Street Bakery Ltd")
    _correct(desk, file)
    _sign(desk, file)
    _accept(desk, file)
    _resolve_a_hit(desk)
    _determine(desk, file)
    _visit(file)
    with time_machine.travel(now() + timedelta(days=30), tick=True):
        _end_visit(file)
        _propose(desk, file)
        _decide(desk, file)
    with time_machine.travel(now() + timedelta(days=40), tick=True):
        certificate = file.certificates.get()
        lifecycle.run_sweep(lifecycle.SWEEPS["take_effect"], on=local_date(now()), now=now())
        _find(desk, file, f"/verify/{certificate.public_id}/")
        assert _look_up(desk, file.operator.tin)["status"] == "active"
    assert desk.said == []


def _signatory(file: Application) -> User:
    return Membership.objects.get(organisation=file.operator.organisation, role=CompanyRole.SIGNATORY).user


def _correct(desk: browser.Desk, file: Application) -> None:
    """The signatory sends the answers back with a remark; one of them is written anew on its page."""
    page = desk.sit(_signatory(file))
    page.goto("/home/")
    expect(page.get_by_text("It is your turn.")).to_be_visible()
    page.goto(f"/applications/{file.public_id}/send-back/")
    page.locator("textarea[name=remarks]").fill("Say who counts the stock.")
    click(page, "Send back")
    expect(page.locator("main")).to_contain_text("Say who counts the stock.")
    criterion = applications_read.relevant_criteria(file)[0]
    page.goto(f"/applications/{file.public_id}/questions/{criterion.code}/")
    page.locator("textarea[name=how]").fill("The store keeper counts on the last working day of each quarter.")
    click(page, "Save and go back to the list")
    expect(page).not_to_have_url(re.compile(f"/questions/{criterion.code}/"))
    answer = file.answers.get(criterion=criterion, site=None)
    assert answer.how == "The store keeper counts on the last working day of each quarter."


def _sign(desk: browser.Desk, file: Application) -> None:
    page = desk.sit(_signatory(file))
    page.goto(f"/applications/{file.public_id}/check/")
    page.get_by_role("button", name="Read the declaration and sign").click()
    page.get_by_label("I have read").check()
    page.locator("main form button[type=submit], main form button").first.click()
    expect(page.locator("main")).to_contain_text(file.number)
    file.refresh_from_db()
    assert file.status == "SUBMITTED"


def _accept(desk: browser.Desk, file: Application) -> None:
    officer = staff("case_officer")
    leader = staff("team_leader")
    applications.assign(applications=[file], officer=officer, reason="Next in turn.", actor=leader, now=now())
    for item in applications_read.acceptance_items(file):
        applications.tick(application=file, code=item.code, passed=True, actor=officer, now=now())
    page = desk.sit(officer)
    page.goto(f"/staff/files/{file.public_id}/accept/")
    click(page, "Accept and open the desk checks")
    expect(page.locator("main")).to_contain_text("What is missing for a decision")
    file.refresh_from_db()
    assert file.status == "UNDER_VETTING"


def _resolve_a_hit(desk: browser.Desk) -> None:
    """The possible match of another file: somebody else, with the reason."""
    hit = ScreeningHit.objects.filter(operator__legal_name="Orlenko Trading Ltd", status="OPEN").first()
    assert hit is not None
    page = desk.sit(staff("vetting_officer"))
    page.goto(f"/staff/hits/{hit.public_id}/")
    page.locator("input[name=finding]").nth(1).check()
    page.locator("textarea[name=reason]").fill("Born in another year, lives in another country.")
    page.locator("main form").last.locator("button").first.click()
    hit.refresh_from_db()
    assert hit.status != "OPEN"


def _determine(desk: browser.Desk, file: Application) -> None:
    officer = staff("vetting_officer")
    for check in Vetting.objects.get(application=file).checks.all():
        vetting.record_check(
            check=check,
            result="CLEAR",
            source="Register extract",
            note="Nothing against it.",
            expires_on=None,
            version=check.version,
            actor=officer,
            now=now(),
        )
    page = desk.sit(officer)
    page.goto(f"/staff/files/{file.public_id}/determine/")
    page.get_by_label("low risk").check()
    page.locator("textarea[name=reason]").fill("Clean record over three years.")
    click(page, "Determine and hand over to the visit")
    file.refresh_from_db()
    assert file.status == "UNDER_VALIDATION"


def _visit(file: Application) -> None:
    lead, officer = staff("validator"), staff("case_officer")
    visit = validations.plan(application=file, lead=lead, actor=officer, now=now(), seed=1)
    validations.declare_no_interest(validation=visit, user=lead, now=now())
    day = _working_day(local_date(now()) + timedelta(days=25))
    validations.notify(validation=_fresh(visit), starts_on=day, ends_on=day, actor=officer, now=now())


def _working_day(day: date) -> date:
    return day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())


def _fresh(visit: Validation) -> Validation:
    return Validation.objects.select_related("operator", "application", "office").get(pk=visit.pk)


def _end_visit(file: Application) -> None:
    """On site: every point is met; the report is written, reviewed by a colleague and answered."""
    visit, lead = Validation.objects.get(application=file), staff("validator")
    validations.start(validation=_fresh(visit), actor=lead, now=now())
    for point in visit.points.all():
        validations.record_point(point=point, result="MET", note="Seen.", version=point.version, actor=lead, now=now())
    validations.end_visit(validation=_fresh(visit), actor=lead, now=now())
    validations.write_report(
        validation=_fresh(visit),
        people_met="Owner",
        papers_seen="Stock counts",
        conclusion="Accurate.",
        version=0,
        actor=lead,
        now=now(),
    )
    validations.send_for_review(validation=_fresh(visit), actor=lead, now=now())
    validations.review_and_send(validation=_fresh(visit), note="Fair.", actor=named("Sten Aldous"), now=now())
    signatory = Membership.objects.get(organisation=file.operator.organisation, role=CompanyRole.SIGNATORY).user
    for letter in Letter.objects.filter(organisation=file.operator.organisation, first_opened_at=None):
        open_letter(letter=letter, reader=signatory, now=now())
    validations.reply(validation=_fresh(visit), agrees=True, text="", user=signatory, now=now())
    lifecycle.close_validation(validation=_fresh(visit), actor=lead, now=now())


def _propose(desk: browser.Desk, file: Application) -> None:
    page = desk.sit(staff("case_officer"))
    page.goto(f"/staff/files/{file.public_id}/propose/")
    page.locator("input[type=radio][value=GRANT]").first.check()
    page.locator("textarea[name^=grounds]").first.fill("All criteria are met.")
    page.locator("main form").last.locator("button").first.click()
    file.refresh_from_db()
    assert file.status == "FOR_DECISION"


def _decide(desk: browser.Desk, file: Application) -> None:
    """Signed in with password and code; a quarter of an hour later the decision asks for a fresh code, and takes no other."""
    maker = staff("decision_maker")
    page = _come_in(desk, maker)
    with time_machine.travel(now() + timedelta(minutes=15), tick=True):
        page.goto(f"/staff/files/{file.public_id}/decide/")
        expect(page.get_by_text("You may decide")).to_be_visible()
        _fill_decision(page, "000000")
        file.refresh_from_db()
        assert file.status == "FOR_DECISION"
        _fill_decision(page, code_of(maker))
        file.refresh_from_db()
        assert file.status == "DECIDED", page.locator("main").inner_text()


def _come_in(desk: browser.Desk, user: User) -> Page:
    """Through the front door, as in the morning."""
    with acting(actor=SYSTEM, at=now(), reason="a password that the test knows"):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    page = desk.sit()
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    click(page, "Sign in")
    page.locator("input[name=code]").fill(code_of(user))
    click(page, "Sign in")
    expect(page).to_have_url(re.compile("/home/$"))
    return page


def _fill_decision(page: Page, code: str) -> None:
    page.locator("input[type=radio][value=agree]").first.check()
    page.locator("textarea[name=reason]").fill("Agree with the proposal.")
    page.locator("input[name=code]").fill(code)
    with page.expect_navigation():
        page.locator("[data-decide]").click()


def _find(desk: browser.Desk, file: Application, verify: str) -> None:
    operator = Operator.objects.get(pk=file.operator_id)
    stranger = desk.sit()
    stranger.goto(verify)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("valid today")
    stranger.goto("/register/?q=Larch Street")
    expect(stranger.locator("main")).to_contain_text("No company matches")
    owner = Membership.objects.get(organisation=operator.organisation, role=CompanyRole.ADMINISTRATOR).user
    from_the_company = desk.sit(owner)
    from_the_company.goto("/certificates/")
    expect(from_the_company.locator("main")).to_contain_text("In force")


def _look_up(desk: browser.Desk, tin: str) -> dict[str, object]:
    client, secret = register_api_client(
        client_id="journey", name="Journey", scopes=("status:read",), actor=SYSTEM, now=now()
    )
    key = base64.b64encode(f"{client.application.client_id}:{secret}".encode()).decode()
    body = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": "status:read"}).encode()
    token = _json(desk, "/api/v1/oauth/token", f"Basic {key}", body)["access_token"]
    return _json(desk, f"/api/v1/operators/{tin}/status", f"Bearer {token}")


def _json(desk: browser.Desk, path: str, authorization: str, body: bytes | None = None) -> dict[str, object]:
    request = urllib.request.Request(desk.address + path, data=body, headers={"Authorization": authorization})
    with urllib.request.urlopen(request) as answer:
        found: dict[str, object] = json.load(answer)
        return found
