"""While the test group of a type runs, only so many companies apply; the next ones read it before they spend work on it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import selectors, services
from applications.models import Application
from foundation.audit.services import Refused
from foundation.clock.services import now, today
from programme.models import OperatorType
from tests.support import applications as stages
from tests.support.identity import sign_in
from tests.support.programme import open_type, reference_data

from .test_before import answered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    cache.clear()
    reference_data()


def group(most: int, **more: object) -> OperatorType:
    row = OperatorType.objects.get(token="exporter")
    return open_type("exporter", row.opens_on, now=now(), most_companies=most, **more)


@pytest.mark.requirement("R-PIL-07", "R-PIL-02", "R-PIL-15", "R-APP-12")
def test_no_more_companies_send_an_application_than_the_test_group_has_places() -> None:
    # given: a group of two; one company is in, two have a draft for the place that is left
    exporter = group(2, group_until=today() + timedelta(days=30))
    stages.submitted(stages.Company("First Ltd"), now())
    second, third = (stages.Company(name) for name in ("Second Ltd", "Third Ltd"))
    drafts = [stages.filled(company, now()) for company in (second, third)]
    assert selectors.places([exporter], today()) == {"exporter": 1}
    # when
    services.submit(application=drafts[0], signatory=second.signatory, now=now())
    # then
    with pytest.raises(Refused, match="Every company can apply after"):
        services.submit(application=drafts[1], signatory=third.signatory, now=now())
    with pytest.raises(Refused, match="it is full"):
        stages.begun(stages.Company("Fourth Ltd"), now=now())
    with CaptureQueriesContext(connection) as queries:
        assert selectors.places([exporter, *OperatorType.objects.all()], today())["exporter"] == 0
    assert len(queries) == 2
    # and whoever withdraws gives the place back; after the last day every company may
    services.withdraw(application=drafts[0], user=second.signatory, now=now())
    services.submit(application=drafts[1], signatory=third.signatory, now=now())
    assert selectors.places([exporter], today() + timedelta(days=31)) == {}
    stages.begun(stages.Company("Fifth Ltd"), now=now() + timedelta(days=31))


@pytest.mark.requirement("R-PIL-07", "R-APP-22")
def test_the_pre_check_and_the_first_page_tell_how_many_places_are_left(client: Client) -> None:
    # given
    group(1)
    company = stages.Company("Second Ltd")
    preparer = sign_in(Client(), company.preparer)
    # then
    result = reverse("applications:check_result", args=[answered(client)])
    assert "1 place left" in client.get(result).content.decode()
    assert "1 place left" in preparer.get(reverse("lifecycle:begin")).content.decode()
    # and when the group is full
    stages.submitted(stages.Company("First Ltd"), now())
    page = client.get(result).content.decode()
    assert "Only a test group can apply now, and it is full." in page
    assert "You can apply" not in page
    answer = preparer.post(reverse("lifecycle:begin"), {"kinds": ["security"], "types": ["exporter"]}, follow=True)
    assert "it is full" in answer.content.decode()
    assert not Application.objects.filter(operator=company.operator).exists()
