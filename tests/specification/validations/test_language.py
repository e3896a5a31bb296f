"""An officer on site, and whoever decides, reads the criteria in the own language, as the trader does."""

from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from foundation.audit.services import acting
from programme import services as programme
from programme.models import Criterion
from tests.support import identity
from tests.support.programme import HOUSE, make_officer
from tests.support.validations import Scene, later, point_of
from validations import selectors, services
from validations.models import Point

pytestmark = pytest.mark.django_db


def in_french(point: Point, at: datetime) -> None:
    """The criterion of a point gets a title in the second language."""
    author = make_officer("Sofia Kern")
    draft = programme.begin_criteria_draft(reason="French", actor=author, now=at)
    row = Criterion.objects.get(criteria_set=draft, code=point.criterion.code)
    programme.save_translation(part=row, language="fr", texts={"title": "Plombs"}, version=1, actor=author, now=at)
    with acting(actor=HOUSE, at=at):
        Point.objects.filter(pk=point.pk).update(criterion=row)


def test_the_checklist_shows_the_criterion_in_the_readers_language() -> None:
    visit = Scene().at("IN_PROGRESS")
    point = point_of(visit)
    in_french(point, later(0))

    with override("fr"):
        view = selectors.point_for_page(visit, point.public_id)
        assert view is not None
        assert view.title == "Plombs"
        assert "Plombs" in [one.title for one in selectors.checklist(visit).points]
    assert "Plombs" not in [one.title for one in selectors.checklist(visit).points]


def test_what_was_left_open_stands_on_the_page_of_the_decision_in_the_readers_language() -> None:
    scene = Scene()
    visit = scene.at("WITH_TRADER", failed=True)
    finding = scene.action(visit)
    in_french(finding.point, later(36))
    with time_machine.travel(later(37), tick=False), override("fr"):
        services.hand_on_action(finding=finding, reason="New gate is ordered.", actor=scene.lead, now=later(37))
        page = identity.sign_in(Client(), scene.case_officer).get(
            reverse("certificates:decision", args=[scene.application.public_id]), headers={"accept-language": "fr"}
        )
    assert "New gate is ordered." in page.content.decode()
    assert "Plombs" in page.content.decode()


def test_a_finding_is_corrected_under_its_criterion_in_the_readers_language() -> None:
    scene = Scene()
    visit = scene.at("REPORT_DRAFT", failed=True)
    finding = scene.action(visit)
    in_french(finding.point, later(36))
    with time_machine.travel(later(37), tick=False):
        page = identity.sign_in(Client(), scene.lead).get(
            reverse("validations:finding", args=[visit.public_id, finding.public_id]), headers={"accept-language": "fr"}
        )
    assert "Plombs" in page.content.decode()
