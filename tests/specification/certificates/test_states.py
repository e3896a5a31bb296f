"""Every status × every transition, with the legal pairs written by hand: through the services and by raw SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from certificates import services
from certificates.models import Certificate, DecisionRow, Measure, StatusChange
from certificates.states import CertificateStatus, RowStatus
from foundation.audit.services import Refused, acting
from tests.support.certificates import NOW, STARTS, TODAY, Scene, later
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db

C = CertificateStatus
LEGAL = {
    ("ISSUED", "ACTIVE"),
    ("ISSUED", "ANNULLED"),
    ("ISSUED", "SURRENDERED"),
    ("ACTIVE", "SUSPENDED"),
    ("ACTIVE", "REVOKED"),
    ("ACTIVE", "ANNULLED"),
    ("ACTIVE", "EXPIRED"),
    ("ACTIVE", "SURRENDERED"),
    ("SUSPENDED", "ACTIVE"),
    ("SUSPENDED", "REVOKED"),
    ("SUSPENDED", "ANNULLED"),
    ("SUSPENDED", "EXPIRED"),
    ("SUSPENDED", "SURRENDERED"),
}
LEGAL_ROWS = {
    ("PROPOSED", "HEARING"),
    ("PROPOSED", "GRANTED"),
    ("PROPOSED", "RETURNED"),
    ("HEARING", "GRANTED"),
    ("HEARING", "REFUSED"),
    ("HEARING", "RETURNED"),
}
WAY = {
    "ISSUED": (),
    "ACTIVE": ("take_effect",),
    "SUSPENDED": ("take_effect", "suspend"),
    "REVOKED": ("take_effect", "revoke"),
    "ANNULLED": ("annul",),
    "EXPIRED": ("take_effect", "expire"),
    "SURRENDERED": ("surrender",),
}
ACTS = {
    "take_effect": lambda c: services.take_effect(certificate=c, on=STARTS, actor=HOUSE, now=later(5)),
    "suspend": lambda c: services.suspend(
        certificate=c, until=TODAY + timedelta(days=90), reason="r", actor=HOUSE, now=later(10)
    ),
    "lift": lambda c: services.lift(certificate=c, reason="r", actor=HOUSE, now=later(12)),
    "revoke": lambda c: services.revoke(certificate=c, reason="r", actor=HOUSE, now=later(20)),
    "annul": lambda c: services.annul(certificate=c, reason="r", actor=HOUSE, now=later(20)),
    "expire": lambda c: services.expire(certificate=c, on=date(2030, 1, 1), actor=HOUSE, now=later(2000)),
    "surrender": lambda c: services.surrender(certificate=c, actor=HOUSE, now=later(20)),
}
TARGET = {
    "take_effect": "ACTIVE",
    "suspend": "SUSPENDED",
    "lift": "ACTIVE",
    "revoke": "REVOKED",
    "annul": "ANNULLED",
    "expire": "EXPIRED",
    "surrender": "SURRENDERED",
}
FROM = {"take_effect": {"ISSUED"}, "lift": {"SUSPENDED"}}


@pytest.fixture
def issued() -> Certificate:
    """A certificate that expires one day."""
    certificate = Scene(kinds=("security",)).granted()[0]
    with acting(actor=HOUSE, at=NOW):
        certificate.valid_until = date(2029, 9, 18)
        certificate.save(update_fields=["valid_until"])
    return certificate


@contextmanager
def at(issued: Certificate, status: str) -> Iterator[Certificate]:
    """The certificate at a status for a moment; everything is taken back afterwards."""
    with transaction.atomic():
        certificate = issued
        for name in WAY[status]:
            certificate = ACTS[name](certificate)
        yield certificate
        transaction.set_rollback(True)


@pytest.mark.requirement("R-LIF-07")
def test_a_service_takes_a_legal_transition_and_refuses_every_other(issued):
    for status, act in product(C.values, ACTS):
        with at(issued, status) as certificate:
            legal = (status, TARGET[act]) in LEGAL and status in FROM.get(act, {status})

            if legal:
                assert ACTS[act](certificate).status == TARGET[act], (status, act)
                last = StatusChange.objects.filter(certificate=certificate).order_by("-id")[0]
                assert last.status == TARGET[act]
            else:
                with pytest.raises(Refused):
                    ACTS[act](certificate)
                assert Certificate.objects.get(pk=certificate.pk).status == status, (status, act)


@pytest.mark.requirement("R-LIF-07")
def test_the_database_itself_refuses_illegal_moves_of_a_certificate(issued):
    for status in C.values:
        with at(issued, status) as certificate:
            for wanted in set(C.values) - {status}:
                if (status, wanted) not in LEGAL:
                    _refused(f"UPDATE certificates_certificate SET status = '{wanted}' WHERE id = {certificate.pk}")


@pytest.mark.requirement("R-LIF-01")
def test_the_database_itself_refuses_illegal_moves_of_a_row():
    scene = Scene()
    row = scene.propose("security")[0]

    for wanted in set(RowStatus.values) - {"PROPOSED"}:
        if ("PROPOSED", wanted) not in LEGAL_ROWS:
            _refused(f"UPDATE certificates_decisionrow SET status = '{wanted}' WHERE id = {row.pk}")
    with acting(actor=HOUSE, at=NOW, reason="r"):
        DecisionRow.objects.filter(pk=row.pk).update(status="RETURNED")
    for wanted in set(RowStatus.values) - {"RETURNED"}:
        _refused(f"UPDATE certificates_decisionrow SET status = '{wanted}' WHERE id = {row.pk}")


def test_a_new_certificate_starts_as_issued_and_nothing_else():
    certificate = Scene(kinds=("security",)).granted()[0]

    for status in set(C.values) - {"ISSUED"}:
        _refused(
            "INSERT INTO certificates_certificate (public_id, number, operator_id, application_id, kind, operator_types,"
            " status, decided_on, effective_from, revalidation_due_on, pilot)"
            f" SELECT gen_random_uuid(), 'X', operator_id, application_id, kind, operator_types, '{status}', decided_on,"
            f" effective_from, revalidation_due_on, pilot FROM certificates_certificate WHERE id = {certificate.pk}"
        )


def test_status_changes_and_statements_are_written_once():
    certificate = Scene(kinds=("security",)).granted()[0]

    _refused(f"UPDATE certificates_statuschange SET \"on\" = '2020-01-01' WHERE certificate_id = {certificate.pk}")
    _refused(f"DELETE FROM certificates_statuschange WHERE certificate_id = {certificate.pk}")


@pytest.mark.requirement("R-SUS-07")
def test_a_measure_is_taken_or_dropped_once_by_a_person_with_a_reason():
    scene = Scene(kinds=("security",))
    certificate = scene.granted()[0]
    measure, created = services.open_measure(
        kind="SUSPEND", certificate=certificate, cause="late", due_on=TODAY, actor=HOUSE, now=NOW
    )
    again, second = services.open_measure(
        kind="SUSPEND", certificate=certificate, cause="late", due_on=TODAY, actor=HOUSE, now=NOW
    )

    assert (created, second, again.pk) == (True, False, measure.pk)
    with pytest.raises(Refused):
        services.close_measure(measure=measure, taken=False, reason="", actor=scene.decider, now=NOW)
    services.close_measure(measure=measure, taken=False, reason="settled", actor=scene.decider, now=NOW)
    with pytest.raises(Refused):
        services.close_measure(measure=measure, taken=True, reason="again", actor=scene.decider, now=NOW)
    for status in ("OPEN", "TAKEN"):
        _refused(f"UPDATE certificates_measure SET status = '{status}' WHERE id = {measure.pk}")
    assert Measure.objects.get(pk=measure.pk).closed_by == scene.decider


def _refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        acting(actor=HOUSE, at=NOW, reason="test"),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
