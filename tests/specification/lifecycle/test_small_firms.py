"""What small firms get where the programme says so: shorter limits, an earlier place in the queue; and what follows when a
firm is small no longer."""

from datetime import timedelta

import pytest

from applications.models import Application
from foundation.audit.services import acting
from foundation.clock.models import Limit
from foundation.clock.services import local_date
from foundation.correspondence.models import Notice
from foundation.identity.models import Office
from foundation.identity.states import StaffRole
from lifecycle.services import submit_application
from operators import services as operators
from operators.states import FirmSize
from programme.states import FigureCode
from tests.support.applications import NOW, Company, filled, officer
from tests.support.programme import HOUSE, figures_in_force, make_officer
from workbench.selectors import QueueFilter, queue_page

pytestmark = pytest.mark.django_db


def sent(company: Company, *, size: str, days: int = 0) -> Application:
    now = NOW + timedelta(days=days)
    with acting(actor=HOUSE, at=NOW):
        company.operator.size = size
        company.operator.save(update_fields=["size"])
    application = submit_application(application=filled(company, now), signatory=company.signatory, now=now)
    application.refresh_from_db()
    return application


@pytest.mark.requirement("R-SME-06", "R-SME-03")
def test_small_firms_wait_the_configured_part_of_a_limit_and_stand_earlier_in_the_queue() -> None:
    # given: half of each limit for small firms, and 40 days earlier in the queue
    Company()
    figures_in_force({FigureCode.SME_LIMIT_PERCENT: 50, FigureCode.SME_QUEUE_DAYS: 40}, now=NOW)
    large = sent(Company("Large Ltd"), size=FirmSize.LARGE)
    small = sent(Company("Small Ltd"), size=FirmSize.SMALL, days=20)
    # then
    limits = {row.file_id: row for row in Limit.objects.filter(kind="application.acceptance")}
    assert [limits[one.public_id].amount for one in (large, small)] == [30, 15]
    page = queue_page(officer(), local_date(NOW) + timedelta(days=21), QueueFilter(), 1)
    assert [row.file.pk for row in page.rows] == [small.pk, large.pk]


@pytest.mark.requirement("R-SME-01")
def test_who_is_small_no_longer_is_looked_at_again() -> None:
    """Acceptance case 22"""
    company = Company()
    operator, leader = company.operator, make_officer("Oren Vask", StaffRole.TEAM_LEADER)
    with acting(actor=HOUSE, at=NOW):
        operator.office = Office.objects.first()
        operator.save(update_fields=["office"])

    operators.edit_operator(
        operator=operator, changes={"employees": 900}, version=operator.version, actor=company.preparer, now=NOW
    )

    told = Notice.objects.get(title__contains="is no longer a small firm")
    assert (told.kind, told.recipients.get().user) == ("ACTION", leader)
