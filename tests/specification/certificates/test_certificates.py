"""The later life of a certificate: past days, suspension, revocation, coverage, and the acts that touch other rooms."""

from datetime import date, timedelta

import pytest

from benefits.selectors import codes_by_certificate
from benefits.services import load_catalogue
from certificates import selectors, services
from certificates.models import Certificate
from certificates.states import MeasureKind
from foundation.audit.services import Refused, acting
from lifecycle import services as lifecycle
from lifecycle.models import StatusProjection
from operators.models import Bar
from tests.support.certificates import NOW, STARTS, TODAY, Scene, later, other_operator
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def word(certificate: Certificate, day: date) -> str | None:
    return selectors.status_on([certificate], day).get(certificate.pk)


@pytest.fixture
def scene() -> Scene:
    return Scene(kinds=("security",))


@pytest.mark.requirement("R-LIF-11")
def test_effective_and_last_days_count_without_the_sweep(scene):
    certificate = scene.granted()[0]
    with acting(actor=HOUSE, at=NOW):
        certificate.valid_until = on(400)
        certificate.save(update_fields=["valid_until"])

    assert word(certificate, on(-1)) is None
    assert word(certificate, on(4)) == "ISSUED"
    assert word(certificate, STARTS) == "ACTIVE"
    assert word(certificate, on(400)) == "ACTIVE"
    assert word(certificate, on(401)) == "EXPIRED"


@pytest.mark.requirement("R-SUS-02", "R-SUS-08")
def test_a_lifted_suspension_leaves_its_days_suspended_an_annulled_one_does_not(scene):
    load_catalogue(actor=HOUSE, now=NOW)
    certificate = scene.active()[0]
    until = on(60)
    lifecycle.suspend_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        until=until,
        reason="r",
        actor=scene.decider,
        now=later(10),
    )
    assert not codes_by_certificate([certificate], on(10))
    lifecycle.lift_suspension(
        grounds="Goods stood unlocked.", certificate=certificate, reason="r", actor=scene.decider, now=later(12)
    )

    assert [word(certificate, on(day)) for day in (9, 10, 11, 12)] == ["ACTIVE", "SUSPENDED", "SUSPENDED", "ACTIVE"]
    assert not codes_by_certificate([certificate], on(11))

    lifecycle.suspend_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        until=until,
        reason="r",
        actor=scene.decider,
        now=later(20),
    )
    lifecycle.lift_suspension(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        reason="r",
        actor=scene.decider,
        now=later(22),
        as_if_never=True,
    )

    assert [word(certificate, on(day)) for day in (11, 20, 21, 22)] == ["SUSPENDED", "ACTIVE", "ACTIVE", "ACTIVE"]
    assert codes_by_certificate([certificate], on(21))


@pytest.mark.requirement("R-SUS-02")
def test_an_annulled_certificate_never_counted(scene):
    certificate = scene.active()[0]

    lifecycle.annul_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        reason="false papers",
        actor=scene.decider,
        now=later(30),
    )

    assert word(certificate, on(8)) is None
    assert word(certificate, on(30)) == "ANNULLED"


@pytest.mark.requirement("R-SUS-02", "R-SUS-08")
def test_a_revocation_ends_benefits_bars_three_years_and_tells_the_border(scene):
    load_catalogue(actor=HOUSE, now=NOW)
    certificate = scene.active()[0]

    lifecycle.revoke_certificate(
        grounds="Goods stood unlocked.", certificate=certificate, reason="breach", actor=scene.decider, now=later(30)
    )

    bar = Bar.objects.get(operator=scene.operator)
    assert (bar.kind, bar.valid_from, bar.valid_until) == ("security", on(30), date(2029, 10, 13))
    assert not codes_by_certificate([certificate], on(30))
    assert '"status":"revoked"' in StatusProjection.objects.get(tin=scene.operator.tin).doc


def test_a_surrender_brings_no_bar(scene):
    certificate = scene.active()[0]

    lifecycle.surrender_certificate(certificate=certificate, actor=scene.trader, now=later(30))

    assert not Bar.objects.exists()
    assert word(certificate, on(30)) == "SURRENDERED"


def test_a_suspension_lasts_until_a_day_after_today_and_needs_a_delegation(scene):
    certificate = scene.active()[0]

    with pytest.raises(Refused, match="after today"):
        services.suspend(certificate=certificate, until=on(10), reason="r", actor=HOUSE, now=later(10))
    with pytest.raises(Refused, match="No delegation"):
        lifecycle.suspend_certificate(
            grounds="Goods stood unlocked.",
            certificate=certificate,
            until=on(60),
            reason="r",
            actor=scene.case_officer,
            now=later(10),
        )


@pytest.mark.requirement("R-LIF-05")
def test_a_covered_company_answers_under_its_own_number_until_the_coverage_ends(scene):
    certificate = scene.active()[0]
    other = other_operator()

    coverage = lifecycle.cover_company(
        certificate=certificate, operator=other, on=on(6), actor=scene.decider, now=later(6)
    )
    again = lifecycle.cover_company(
        certificate=certificate, operator=other, on=on(6), actor=scene.decider, now=later(6)
    )

    assert coverage.pk == again.pk
    assert f'"holder":"{scene.operator.tin}"' in StatusProjection.objects.get(tin=other.tin).doc
    lifecycle.end_coverage(coverage=coverage, actor=scene.decider, now=later(9))
    assert not StatusProjection.objects.filter(tin=other.tin).exists()


def test_a_certificate_covers_neither_its_holder_nor_anything_after_its_end(scene):
    certificate = scene.active()[0]

    with pytest.raises(Refused, match="holder is covered"):
        services.cover(certificate=certificate, operator=scene.operator, on=on(6), actor=HOUSE, now=later(6))
    ended = services.surrender(certificate=certificate, actor=HOUSE, now=later(7))
    with pytest.raises(Refused, match="has ended"):
        services.cover(certificate=ended, operator=other_operator(), on=on(8), actor=HOUSE, now=later(8))


@pytest.mark.requirement("R-LIF-03", "R-SUS-07")
def test_the_sweeps_find_what_starts_what_ends_and_what_is_to_be_revalidated_once(scene):
    certificate = scene.granted()[0]
    assert selectors.to_take_effect(on(4)) == []
    assert selectors.to_take_effect(STARTS) == [certificate.pk]
    certificate = lifecycle.start_certificate(certificate=certificate, on=STARTS, now=later(5))
    assert selectors.to_take_effect(STARTS) == []
    due = certificate.revalidation_due_on
    assert not selectors.revalidation_due(due - timedelta(days=1)).exists()
    assert selectors.revalidation_due(due).get() == certificate

    services.open_measure(
        kind=MeasureKind.REVALIDATE, certificate=certificate, cause="due", due_on=due, actor=HOUSE, now=later(5)
    )

    assert not selectors.revalidation_due(due).exists()


def test_two_certificates_of_a_kind_never_count_on_one_day(scene):
    first = scene.active()[0]
    services.revoke(certificate=first, reason="r", actor=HOUSE, now=later(30))

    assert list(selectors.in_force(scene.operator)) == []
    assert selectors.by_public_id(first.public_id) == first
