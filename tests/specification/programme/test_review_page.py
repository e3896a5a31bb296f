"""The page on which the outsider reviews an act that one person took twice by permission."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from foundation.clock.models import uuid7
from foundation.identity.states import StaffRole
from programme.models import ActReview
from programme.services import adopt_profile, take_act
from programme.states import Act
from tests.support.identity import make_officer, sign_in
from tests.support.programme import reference_data

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)


def test_an_auditor_reviews_a_doubled_act_and_a_stranger_finds_nothing(client: Client) -> None:
    # given a small administration in which one officer vetted and decided
    reference_data()
    author, publisher = make_officer(StaffRole.PROGRAMME_ADMIN), make_officer(StaffRole.PROGRAMME_ADMIN)
    adopt_profile(profile="small_administration", valid_from=NOW.date(), author=author, publisher=publisher, now=NOW)
    officer, auditor = make_officer(StaffRole.DECISION_MAKER), make_officer(StaffRole.AUDITOR)
    file_id = uuid7()
    take_act(file_id=file_id, act=Act.VET, user=officer, now=NOW)
    doubled = take_act(file_id=file_id, act=Act.DECIDE, user=officer, reason="Nobody else was there.", now=NOW)
    page = reverse("programme:review", args=[doubled.pk])
    # when
    sign_in(client, officer)
    own = client.get(page)
    client.logout()
    sign_in(client, auditor)
    empty = client.post(page, {"note": "x"})
    done = client.post(page, {"agrees": "yes", "note": "The office had one officer that week."})
    # then
    assert own.status_code == 404
    assert "Choose yes or no." in empty.content.decode()
    assert done.status_code == 302
    assert ActReview.objects.get(act=doubled).reviewer == auditor
