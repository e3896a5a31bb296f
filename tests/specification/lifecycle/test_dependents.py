"""A company that meets a criterion for another loses its certificate: the officer of the other's file is told, once."""

from datetime import timedelta

import pytest

from applications import selectors, services
from applications.models import Application
from foundation.audit.models import Event
from foundation.correspondence.models import Notice
from lifecycle.services import lift_suspension, suspend_certificate
from tests.support.applications import NOW, Company, filled, fresh, officer
from tests.support.lifecycle import House, granted

pytestmark = pytest.mark.django_db
SAID = "The gate stood open on three days."
WHY = "Informant in the yard."


def resting_on(tin: str) -> Application:
    """A file under an officer whose first criterion is met through another company."""
    company = Company("Velin Motors Ltd", sites=1)
    application = filled(company)
    row = selectors.assessment(application).rows[0]
    services.name_other(
        application=application, criterion=row.criterion, site=row.site, role="BROKER", name="Lund Brokers Ltd", tin=tin,
        user=company.preparer, now=NOW,
    )  # fmt: skip
    services.submit(application=fresh(application), signatory=company.signatory, now=NOW)
    services.assign(applications=[application], officer=officer(), reason="", actor=officer(), now=NOW)
    return fresh(application)


@pytest.mark.requirement("R-SAC-14")
def test_the_loss_of_a_certificate_is_a_signal_on_every_file_that_rests_on_it() -> None:
    house = House(NOW)
    (certificate,) = granted(house, Company("Lund Brokers Ltd", sites=1).operator, decided_on=NOW.date())
    file = resting_on(certificate.operator.tin)
    code = selectors.links_to(certificate.operator).get().answer.criterion.code
    later = NOW + timedelta(days=40)
    until = (later + timedelta(days=30)).date()

    suspended = suspend_certificate(
        certificate=certificate, until=until, grounds=SAID, reason=WHY, actor=house.decider, now=later
    )
    lift_suspension(certificate=suspended, grounds=SAID, reason=WHY, actor=house.decider, now=later + timedelta(days=1))

    notice = Notice.objects.get(once_key__startswith="met-through:")
    assert notice.title.startswith(f"{file.number}: {certificate.operator.legal_name} meets {code} for it")
    assert [row.user for row in notice.recipients.all()] == [officer()]
    event = Event.objects.get(name="application.met_through_lost")
    assert event.file_id == file.public_id
    assert not event.disclosed, "why somebody else is suspended is nothing of the trader's"
    for text in (notice.title, str(event.data)):
        assert WHY not in text
        assert SAID not in text
    assert fresh(file).status == file.status
