"""An officer on site reads the criteria in the own language, as the trader does."""

import pytest
from django.utils.translation import override

from foundation.audit.services import acting
from programme import services as programme
from programme.models import Criterion
from tests.support.programme import HOUSE, make_officer
from tests.support.validations import Scene, later, point_of
from validations import selectors
from validations.models import Point

pytestmark = pytest.mark.django_db


def test_the_checklist_shows_the_criterion_in_the_readers_language() -> None:
    visit = Scene().at("IN_PROGRESS")
    point = point_of(visit)
    draft = programme.begin_criteria_draft(reason="French", actor=make_officer("Sofia Kern"), now=later(0))
    row = Criterion.objects.get(criteria_set=draft, code=point.criterion.code)
    programme.save_translation(
        part=row, language="fr", texts={"title": "Plombs"}, version=1, actor=make_officer("Sofia Kern"), now=later(0)
    )
    with acting(actor=HOUSE, at=later(0)):
        Point.objects.filter(pk=point.pk).update(criterion=row)

    with override("fr"):
        view = selectors.point_for_page(visit, point.public_id)
        assert view is not None
        assert view.title == "Plombs"
        assert "Plombs" in [one.title for one in selectors.checklist(visit).points]
    assert "Plombs" not in [one.title for one in selectors.checklist(visit).points]
