"""Partners and arrangements: the phases, who is exchanged, what a company reads, the officers' register."""

import re
from datetime import date
from itertools import product

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.services import Refused, acting
from foundation.identity.states import OrganisationKind, StaffRole
from lifecycle import services as lifecycle
from mra import rules, selectors, services
from mra.models import Arrangement
from mra.states import ArrangementStatus
from operators import services as operators
from tests.support import identity
from tests.support.certificates import NOW, Scene, later
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db
DAY = later(10).date()
WAY = ("compare", "visit", "negotiate", "sign", "prepare_operation", "put_in_force")
LEGAL = {
    "PREPARATION": {"compare": "COMPARISON"},
    "COMPARISON": {"visit": "OBSERVATION_VISITS"},
    "OBSERVATION_VISITS": {"negotiate": "NEGOTIATION"},
    "NEGOTIATION": {"sign": "SIGNED"},
    "SIGNED": {"prepare_operation": "OPERATIONAL_PROCEDURES"},
    "OPERATIONAL_PROCEDURES": {"put_in_force": "IN_FORCE"},
    "IN_FORCE": {"suspend": "SUSPENDED", "review": "UNDER_REVIEW", "end": "ENDED"},
    "SUSPENDED": {"resume": "IN_FORCE", "end": "ENDED"},
    "UNDER_REVIEW": {"end_review": "IN_FORCE", "suspend": "SUSPENDED", "end": "ENDED"},
    "ENDED": {},
}
NAMES = sorted({name for moves in LEGAL.values() for name in moves})
ROUTE = {
    "PREPARATION": (),
    "COMPARISON": WAY[:1],
    "OBSERVATION_VISITS": WAY[:2],
    "NEGOTIATION": WAY[:3],
    "SIGNED": WAY[:4],
    "OPERATIONAL_PROCEDURES": WAY[:5],
    "IN_FORCE": WAY,
    "SUSPENDED": (*WAY, "suspend"),
    "UNDER_REVIEW": (*WAY, "review"),
    "ENDED": (*WAY, "end"),
}


def begun(code: str = "XB", name: str = "Customs of Velgoria") -> Arrangement:
    organisation = identity.make_company(name, OrganisationKind.PARTNER)
    partner = services.add_partner(
        organisation=organisation, country_code=code, programme_name="Trusted Trader", actor=HOUSE, now=NOW
    )
    return services.begin_arrangement(
        partner=partner,
        title=f"Arrangement with {name}",
        kinds=["security"],
        benefits="half the examinations",
        identifier_hint="Your TIN in box 44 with code Y031.",
        actor=HOUSE,
        now=NOW,
    )


def moved(arrangement: Arrangement, *steps: str) -> Arrangement:
    for name in steps:
        arrangement = services.advance(
            arrangement=arrangement, transition=name, reason="r", actor=HOUSE, now=NOW, on=date(2026, 1, 1)
        )
    return arrangement


@pytest.mark.requirement("R-MRA-02")
def test_each_phase_takes_its_own_steps_and_no_other():
    first = begun()
    for status, name in product(ArrangementStatus.values, NAMES):
        with transaction.atomic():
            arrangement = moved(first, *ROUTE[status])
            assert arrangement.status == status
            if name in LEGAL[status]:
                assert moved(arrangement, name).status == LEGAL[status][name]
            else:
                with pytest.raises(Refused):
                    moved(arrangement, name)
            transaction.set_rollback(True)


@pytest.mark.requirement("R-MRA-02")
def test_the_database_refuses_to_skip_a_phase_and_a_simplification_arrangement():
    arrangement = begun()

    for sql in (
        f"UPDATE mra_arrangement SET status = 'IN_FORCE', in_force_from = '2026-01-01' WHERE id = {arrangement.pk}",
        f"UPDATE mra_arrangement SET kinds = '{{simplification,security}}' WHERE id = {arrangement.pk}",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            acting(actor=HOUSE, at=NOW),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.mark.requirement("R-IEX-01", "R-MRA-01")
def test_only_holders_of_the_security_kind_who_consent_are_exchanged_case_41():
    arrangement = moved(begun(), *WAY)
    simple, combined = Scene("Simple Ltd", kinds=("simplification",)), Scene("Combined Ltd")
    for scene in (simple, combined):
        scene.active()
        operators.give_exchange_consent(operator=scene.operator, partner_code="XB", actor=scene.trader, now=NOW)

    assert list(selectors.exchanged(arrangement, DAY)) == [combined.operator]
    operators.withdraw_exchange_consent(
        operator=combined.operator, partner_code="XB", actor=combined.trader, now=later(9)
    )
    assert list(selectors.exchanged(arrangement, DAY)) == []


@pytest.mark.requirement("R-IEX-01")
def test_who_is_suspended_is_not_exchanged():
    arrangement = moved(begun(), *WAY)
    scene = Scene(kinds=("security",))
    certificate = scene.active()[0]
    operators.give_exchange_consent(operator=scene.operator, partner_code="XB", actor=scene.trader, now=NOW)

    lifecycle.suspend_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        until=date(2026, 12, 1),
        reason="r",
        actor=scene.decider,
        now=later(8),
    )

    assert list(selectors.exchanged(arrangement, DAY)) == []


@pytest.mark.requirement("R-MRA-02")
def test_a_signed_arrangement_that_is_not_in_force_exchanges_nothing_case_47():
    arrangement = moved(begun(), *WAY[:4])
    scene = Scene(kinds=("security",))
    scene.active()
    operators.give_exchange_consent(operator=scene.operator, partner_code="XB", actor=scene.trader, now=NOW)

    assert list(selectors.exchanged(arrangement, DAY)) == []
    assert list(selectors.arrangements_in_force(DAY)) == []


@pytest.mark.parametrize(
    ("status", "colour"), [("PREPARATION", "blue"), ("SIGNED", "teal"), ("IN_FORCE", "green"), ("ENDED", "grey")]
)
def test_a_phase_has_its_colour(status, colour):
    assert rules.colour(status) == colour


def page(user, name: str = "benefits:mine") -> str:
    with time_machine.travel(later(10), tick=False):
        html = identity.sign_in(Client(), user).get(reverse(name)).content.decode()
    return " ".join(re.sub("<[^>]+>", " ", html).split())


@pytest.mark.requirement("R-MRA-06")
def test_a_member_reads_what_to_put_where_once_it_consents():
    moved(begun(), *WAY)
    begun("XD", "Customs of Hidden")
    scene = Scene(kinds=("security",))
    scene.active()

    before = page(scene.trader)
    assert "we exchange your data only with your consent" in before
    assert "box 44" not in before
    assert "Hidden" not in before
    with time_machine.travel(later(10), tick=False):
        client = identity.sign_in(Client(), scene.trader)
        client.post(reverse("mra:consent", args=["xb"]), {"consent": "give"})
    after = page(scene.trader)
    assert "You have in Customs of Velgoria: half the examinations" in after
    assert "Your TIN in box 44 with code Y031." in after


def test_a_consent_to_a_partner_that_members_may_not_know_is_404():
    begun("XD", "Customs of Hidden")
    scene = Scene()

    client = identity.sign_in(Client(), scene.trader)
    assert client.post(reverse("mra:consent", args=["xd"]), {"consent": "give"}).status_code == 404


@pytest.mark.requirement("R-MRA-01")
def test_officers_read_the_register_of_partners_in_a_fixed_number_of_questions():
    moved(begun(), *WAY)
    officer = identity.make_officer(StaffRole.MRA_OFFICER)
    assert "Customs of Velgoria XB" in page(officer, "mra:partners")
    client = identity.sign_in(Client(), officer)
    counts = []
    for more in (1, 18):
        for number in range(more):
            begun(f"{chr(65 + number)}{more % 10}"[:2], f"Customs {more} {number}")
        client.get(reverse("mra:partners"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("mra:partners"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert identity.sign_in(Client(), Scene().case_officer).get(reverse("mra:partners")).status_code == 403
