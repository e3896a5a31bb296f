"""Operator types in the reader's language, and what an application costs."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.services import now
from foundation.identity.adapters import second_factor
from programme import selectors, services
from programme.models import OperatorType
from programme.states import FigureCode
from tests.support.identity import sign_in
from tests.support.programme import NOW, TODAY, figures_in_force, make_officer, open_type, reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def test_a_type_is_named_in_the_readers_language_where_somebody_wrote_it(client: Client) -> None:
    admin = make_officer("Sofia Kern", "PROGRAMME_ADMIN")
    second_factor.give_totp(admin)
    sign_in(client, admin)
    page = reverse("programme:type_words", args=["exporter", "fr"])
    assert page in client.get(reverse("programme:opening", args=["exporter"])).content.decode()
    first = OperatorType.objects.get(token="exporter")
    assert first.description in client.get(page).content.decode()

    answer = client.post(page, {"label": "Exportateur", "description": ""})

    assert answer.status_code == 302
    with override("fr"):
        row = OperatorType.objects.get(token="exporter")
        assert (row.label, row.description) == ("Exportateur", first.description), "what is left empty stays as it was"
        assert selectors.first_words(row)["label"] == first.label
        open_type("exporter", row.opens_on)
    assert OperatorType.objects.get(token="exporter").label == first.label, "no act writes the reader's words over it"
    assert Event.objects.filter(name="operator_type.words_changed").count() == 1
    assert client.get(reverse("programme:type_words", args=["exporter", "en"])).status_code == 404
    with pytest.raises(Refused, match="not set up"):
        services.set_type_words(operator_type=first, language="xx", label="x", description="", actor=admin, now=NOW)


@pytest.mark.requirement("R-APP-12")
def test_the_fee_is_told_before_somebody_applies(client: Client) -> None:
    page = reverse("programme:landing")
    free = client.get(page).content.decode()
    assert "No fee" in free
    assert "free and voluntary" in free
    figures_in_force({FigureCode.APPLICATION_FEE: 1500, FigureCode.LEAST_DECISIONS: 3}, now())
    paid = client.get(page).content.decode()
    assert "1\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}XTS" in paid
    assert "free and voluntary" not in paid
    assert "We publish times after 3 decisions." in paid
    assert selectors.fee_in_words(selectors.configuration(TODAY)) == "No fee"
