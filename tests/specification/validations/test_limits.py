"""Visits, findings and reports for members and mandates limited to a scope or a place."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from foundation.clock.services import today
from foundation.identity.states import CompanyRole
from tests.support.applications import Company
from tests.support.identity import sign_in
from tests.support.limits import as_what, joined, page
from tests.support.validations import Scene
from validations import selectors as validations
from workbench.selectors import promises_of

pytestmark = pytest.mark.django_db
Clock = Callable[[int], object]


def test_a_limit_to_a_place_holds_for_visits_findings_reports_and_promises(clock: Clock) -> None:
    clock(36)
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    finding = scene.action(visit)
    found_at = finding.point.site
    assert found_at is not None
    elsewhere = next(row.site for row in visit.sites.exclude(site=found_at).select_related("site"))
    with_finding = joined(scene.company, sites=[found_at.public_id])
    without = joined(scene.company, CompanyRole.PREPARER, sites=[elsewhere.public_id])
    url = reverse("validations:action", args=[visit.public_id, finding.public_id])
    for person, found in ((with_finding, True), (without, False)):
        acting = as_what(person, scene.company)
        assert bool([row for row in validations.released_findings(visit, acting) if row == finding]) is found
        assert any("key box" in promise.text for promise in promises_of(acting, today())) is found
        assert (sign_in(Client(), person).get(url).status_code == 200) is found
        text = page(person, "validations:visit", visit.public_id)
        assert "In good order." not in text, "the words of the report are about all places"
        assert "The report is about other places too" in text
        assert (found_at.name in text) is found
        reply = reverse("validations:reply", args=[visit.public_id])
        assert sign_in(Client(), person).post(reply, {"agrees": "yes"}).status_code == 404
    stranger = joined(scene.company, sites=[Company().operator.sites.all()[0].public_id])
    assert not validations.for_company(as_what(stranger, scene.company)).exists()


def test_a_mandate_to_answer_answers_actions_and_one_to_see_findings_alone_reads_them(clock: Clock) -> None:
    clock(36)
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    action = reverse("validations:action", args=[visit.public_id, scene.action(visit).public_id])
    said = {"text": "The box is locked now."}
    reads = joined(scene.company, mandate_scope=["FINDINGS"])
    assert "In good order." in page(reads, "validations:visit", visit.public_id)
    assert sign_in(Client(), reads).post(action, said).status_code == 404
    prepares = joined(scene.company, mandate_scope=["APPLICATIONS", "FINDINGS"])
    assert sign_in(Client(), prepares).post(action, said).status_code == 404
    answers = joined(scene.company, mandate_scope=["ANSWERS", "FINDINGS"])
    assert sign_in(Client(), answers).post(action, said).status_code == 302
    assert scene.action(visit).status == "ANSWERED"
