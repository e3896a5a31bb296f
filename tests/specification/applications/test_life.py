"""The life of an application against the hand-written list of legal moves, through the services and in the database."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from applications import services
from applications.models import Application
from applications.states import APPLICATION_TABLE, ApplicationStatus
from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from tests.support.applications import NOW, STAGES, Company, asked, filled, fresh, officer, submitted
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db

# Every legal move, written by hand from domain.md. What is not here must be refused.
WORK = ("SUBMITTED", "UNDER_VETTING", "UNDER_VALIDATION", "FOR_DECISION")
LEGAL = {
    ("DRAFT", "SUBMITTED"),
    ("DRAFT", "WITHDRAWN"),
    ("SUBMITTED", "ACCEPTED"),
    ("SUBMITTED", "NOT_ACCEPTED"),
    ("INFORMATION_REQUESTED", "NOT_ACCEPTED"),
    ("ACCEPTED", "UNDER_VETTING"),
    ("UNDER_VETTING", "UNDER_VALIDATION"),
    ("UNDER_VALIDATION", "FOR_DECISION"),
    ("FOR_DECISION", "HEARING"),
    ("HEARING", "FOR_DECISION"),
    ("FOR_DECISION", "DECIDED"),
    ("FOR_DECISION", "UNDER_VETTING"),
    ("FOR_DECISION", "UNDER_VALIDATION"),
    *((state, "INFORMATION_REQUESTED") for state in WORK),
    *((state, "PAUSED_FOR_IMPROVEMENT") for state in WORK),
    *(("INFORMATION_REQUESTED", state) for state in WORK),
    *(("PAUSED_FOR_IMPROVEMENT", state) for state in WORK),
    *(
        (state, "WITHDRAWN")
        for state in (*WORK, "ACCEPTED", "INFORMATION_REQUESTED", "PAUSED_FOR_IMPROVEMENT", "HEARING")
    ),
}
ADVANCES = {
    "start_vetting": {"ACCEPTED"},
    "start_validation": {"UNDER_VETTING"},
    "propose": {"UNDER_VALIDATION"},
    "open_hearing": {"FOR_DECISION"},
    "close_hearing": {"HEARING"},
    "decide": {"FOR_DECISION"},
    "return_to_vetting": {"FOR_DECISION"},
    "return_to_validation": {"FOR_DECISION"},
}


def test_the_table_holds_the_hand_written_moves_and_no_other() -> None:
    assert set(APPLICATION_TABLE.pairs()) == LEGAL


@pytest.mark.requirement("R-APP-16")
@pytest.mark.parametrize("status", sorted(STAGES))
def test_each_step_is_taken_from_its_states_only_and_leaves_an_event(status: str) -> None:
    # given
    application = STAGES[status](Company())
    assert application.status == status
    for transition, sources in ADVANCES.items():
        before = Event.objects.filter(file_id=application.public_id).count()
        with transaction.atomic():
            # when, then
            if status in sources:
                moved = services.advance(
                    application=application, transition=transition, reason="As agreed.", actor=officer(), now=NOW
                )
                assert moved.status != status
                assert Event.objects.filter(file_id=application.public_id).count() == before + 1
            else:
                with pytest.raises(Refused):
                    services.advance(
                        application=application, transition=transition, reason="As agreed.", actor=officer(), now=NOW
                    )
            transaction.set_rollback(True)


@pytest.mark.parametrize("status", sorted(STAGES))
def test_the_database_refuses_every_other_pair(status: str) -> None:
    application = STAGES[status](Company())
    with acting(actor=HOUSE, at=NOW):
        for target in ApplicationStatus.values:
            if target == status:
                continue
            allowed = (status, target) in LEGAL
            assert _sql_moves(application, target) is allowed, f"{status} → {target}"


@pytest.mark.parametrize("status", sorted(set(ApplicationStatus.values) - {"DRAFT"}))
def test_a_new_application_starts_as_a_draft(status: str) -> None:
    application = filled(Company())
    columns = [field.column for field in Application._meta.concrete_fields if field.column != "id"]
    chosen = ", ".join(f"'{status}'" if name == "status" else _copied(name) for name in columns)
    copy = f"INSERT INTO applications_application ({', '.join(columns)}) SELECT {chosen} FROM applications_application WHERE id = %s"
    with acting(actor=HOUSE, at=NOW), connection.cursor() as cursor:  # noqa: SIM117
        with pytest.raises(DatabaseError, match="may not start as"), transaction.atomic():
            cursor.execute(copy, [application.pk])


def test_what_is_returned_needs_a_reason_and_stays_inside_customs() -> None:
    application = STAGES["FOR_DECISION"](Company())
    with pytest.raises(Refused, match="reason"):
        services.advance(application=application, transition="return_to_vetting", actor=officer(), now=NOW)
    services.advance(
        application=application, transition="return_to_vetting", reason="Check again.", actor=officer(), now=NOW
    )
    event = Event.objects.filter(file_id=application.public_id).latest("id")
    assert (event.name, event.disclosed, event.reason) == ("application.returned_to_vetting", False, "Check again.")


def test_a_step_of_its_own_service_is_no_advance() -> None:
    with pytest.raises(ValueError, match="service of its own"):
        services.advance(application=submitted(Company()), transition="accept", actor=officer(), now=NOW)


def test_a_decision_ends_the_file_and_meets_its_limit() -> None:
    application = STAGES["DECIDED"](Company())
    assert application.ended_on == date(2026, 3, 2)


@pytest.mark.parametrize("status", ["SUBMITTED", "UNDER_VETTING", "INFORMATION_REQUESTED", "HEARING"])
def test_a_withdrawal_ends_the_limits_and_the_open_questions(status: str) -> None:
    company = Company()
    application = STAGES[status](company)
    moved = services.withdraw(application=application, user=company.signatory, now=NOW + timedelta(days=2))
    assert moved.status == "WITHDRAWN"
    from_clock = {"RUNNING", "STOPPED"} & set(_limits(application))
    assert not from_clock
    assert not application.information_requests.filter(status="OPEN").exists()


def test_a_decided_file_cannot_be_withdrawn() -> None:
    company = Company()
    with pytest.raises(Refused):
        services.withdraw(application=STAGES["DECIDED"](company), user=company.signatory, now=NOW)


@pytest.mark.requirement("R-APP-06")
def test_a_request_remembers_where_the_file_resumes() -> None:
    company = Company()
    request = asked(company)
    assert fresh(request.application).resumes_at == "UNDER_VETTING"
    services.answer_item(
        item=request.items.get(), text="Here it is.", user=company.preparer, now=NOW + timedelta(days=3)
    )
    services.send_answers(request=request, user=company.preparer, now=NOW + timedelta(days=3))
    application = fresh(request.application)
    assert (application.status, application.resumes_at) == ("UNDER_VETTING", "")


def _sql_moves(application: Application, target: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE applications_application SET status = %s, submitted_at = COALESCE(submitted_at, now()) WHERE id = %s",
                [target, application.pk],
            )
            raise _TakenBack
    except _TakenBack:
        return True
    except DatabaseError:
        return False


class _TakenBack(Exception):
    """Undo a move that the database allowed."""


def _copied(name: str) -> str:
    own = {"public_id": "gen_random_uuid()", "number": "'AEO-2026-999999'", "operator_id": "operator_id"}
    return own.get(name, name)


def _limits(application: Application) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM clock_limit WHERE file_id = %s", [application.public_id])
        return [row[0] for row in cursor.fetchall()]
