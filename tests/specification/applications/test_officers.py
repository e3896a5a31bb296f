"""Who at Customs sees and works on which file."""

from datetime import date

import pytest

from applications import selectors, services
from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from foundation.clock.models import Limit
from foundation.identity.models import GuestGrant, Office
from foundation.identity.selectors import whole
from foundation.identity.states import StaffRole
from operators.models import InterestDeclaration
from tests.support.applications import NOW, Company, filled, fresh, officer, submitted, under_vetting
from tests.support.programme import HOUSE, make_officer, make_person

pytestmark = pytest.mark.django_db
ON = NOW.date()


def other_office(office: Office) -> Office:
    found = Office.objects.filter(kind="REGION").exclude(pk=office.pk).first()
    assert found is not None
    return found


def test_an_officer_sees_the_sent_files_of_the_own_office_only() -> None:
    company = Company()
    application = submitted(company)
    filled(Company("Velin Motors Ltd"))  # a draft, nobody's business yet
    assert application.office is not None
    here = make_officer("Here Officer", StaffRole.CASE_OFFICER, office=application.office)
    elsewhere = make_officer("Other Officer", StaffRole.CASE_OFFICER, office=other_office(application.office))
    assert list(selectors.visible_to_staff(here, ON)) == [application]
    assert list(selectors.visible_to_staff(officer(), ON)) == [application]
    assert not selectors.visible_to_staff(elsewhere, ON).exists()


def test_a_guest_sees_the_one_file_until_the_last_day() -> None:
    application = submitted(Company())
    submitted(Company("Velin Motors Ltd"))
    guest = make_officer("Guest Officer", StaffRole.GUEST_OFFICER)
    with acting(actor=HOUSE, at=NOW):
        GuestGrant.objects.create(
            user=guest,
            file_id=application.public_id,
            act="VET",
            reason="helps",
            valid_from=ON,
            valid_until=date(2026, 3, 31),
        )
    assert list(selectors.visible_to_staff(guest, ON)) == [application]
    assert not selectors.visible_to_staff(guest, date(2026, 4, 1)).exists()


def test_a_company_sees_its_own_files_only() -> None:
    mine, other = Company(), Company("Velin Motors Ltd")
    application = filled(mine)
    filled(other)
    assert list(selectors.visible_to_company(whole(mine.organisation))) == [application]


def test_a_leader_reassigns_many_files_in_one_act_with_one_reason() -> None:
    files = [submitted(Company(f"Firm {n} Ltd")) for n in range(3)]
    leader = make_officer("Team Leader", StaffRole.TEAM_LEADER)
    services.assign(applications=files, officer=officer(), reason="", actor=leader, now=NOW)
    second = officer("Emil Vardan")
    with pytest.raises(Refused, match="reason"):
        services.assign(applications=files, officer=second, reason="", actor=leader, now=NOW)
    services.assign(applications=files, officer=second, reason="Dalia is away.", actor=leader, now=NOW)
    assert {fresh(row).case_officer_id for row in files} == {second.pk}
    events = Event.objects.filter(name="application.assigned", reason="Dalia is away.")
    assert events.count() == 3
    assert not events.filter(disclosed=True).exists()


def test_one_refused_file_refuses_the_whole_act() -> None:
    company = Company()
    files = [submitted(company), submitted(Company("Velin Motors Ltd"))]
    with acting(actor=HOUSE, at=NOW):
        InterestDeclaration.objects.create(
            officer=officer(), operator=company.operator, nature="cousin", declared_at=NOW, valid_from=ON
        )
    with pytest.raises(Refused, match="declared an interest"):
        services.assign(applications=files, officer=officer(), reason="", actor=HOUSE, now=NOW)
    assert {fresh(row).case_officer_id for row in files} == {None}


def test_only_a_case_officer_of_the_office_is_assigned() -> None:
    application = submitted(Company())
    with pytest.raises(Refused, match="no case officer"):
        services.assign(
            applications=[application], officer=make_person("Nadia", is_staff=True), reason="", actor=HOUSE, now=NOW
        )


def test_a_file_handed_over_follows_the_other_office() -> None:
    application = under_vetting(Company())
    assert application.office is not None
    office = other_office(application.office)
    services.assign(applications=[application], officer=officer(), reason="", actor=HOUSE, now=NOW)
    with pytest.raises(Refused):
        services.hand_over(application=application, office=office, reason="", actor=HOUSE, now=NOW)
    services.hand_over(application=application, office=office, reason="The company moved.", actor=HOUSE, now=NOW)
    row = fresh(application)
    assert (row.office, row.case_officer) == (office, None)
    assert Limit.objects.get(kind="application.decision").office_code == office.code


def test_an_assignment_that_heads_for_a_deadlock_warns() -> None:
    application = submitted(Company())
    assert selectors.warnings_of_assignment(application, officer(), ON)
    make_officer("Vet One", StaffRole.VETTING_OFFICER)
    make_officer("Lena Brandt", StaffRole.DECISION_MAKER)
    assert selectors.warnings_of_assignment(application, officer(), ON) == []
