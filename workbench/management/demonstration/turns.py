"""What happens to files in the demonstration beside the straight way: a pause, a longer time limit and a late one, changes
of the record, a closure that somebody else has to confirm."""

from datetime import timedelta
from typing import Any

from account_management import selectors as clients
from account_management import services as account_management
from applications import selectors as read
from applications import services as applications
from applications.models import Application
from applications.states import ChangeSubject, Manner
from foundation.identity.models import User
from foundation.identity.selectors import members
from foundation.identity.states import CompanyRole
from lifecycle import services as lifecycle
from operators.models import Operator
from programme import services as programme
from programme.models import BusinessCalendar
from programme.states import Act, Cause

from .cast import HQ
from .country import Country

PAUSED, LONGER, LATE = "XA3230217", "XA2270085", "XA4410071"
HOLDER, ASKING = "XA2330172", "XA2205418"
WAITING, CALLED = "XA2450178", "XA2210166"
DELAY = (
    "Two of the three offices we asked about your wagons have not answered. We asked them again on the first of this "
    "month and decide with what is there by the end of the next one."
)
QUESTION = (
    "Our lorries waited four hours at Velm on Tuesday although the lane for members was open. Who decides which lane a "
    "refrigerated lorry takes, and can we announce it before it arrives?"
)
CALL = "As we said on the telephone: please tell us by the end of the year who replaces your customs manager."


def take_turns(country: Country) -> None:
    """Everything once, each act by the person who would do it."""
    _pause(country, _file(PAUSED))
    _longer(country, _file(LONGER))
    _late(country, _file(LATE))
    _change_accepted(country, Operator.objects.get(tin=HOLDER))
    _change_waiting(country, Operator.objects.get(tin=ASKING))
    _closure(country)
    _guest(country, _file(LATE))
    _clients_write(country)


def _file(tin: str) -> Application:
    return read.for_page(Application.objects.filter(operator__tin=tin)).get()


def _member(country: Country, operator: Operator) -> User:
    return members(operator.organisation, country.on, (CompanyRole.PREPARER,)).order_by("id")[0]


def _pause(country: Country, file: Application) -> None:
    """The company asks for time before the visit; its officer agrees."""
    asked = applications.ask_improvement(
        application=file,
        manner=Manner.PAUSE,
        what="A fence and two lamps at the back of the yard.",
        until=country.on + timedelta(days=34),
        user=_member(country, file.operator),
        now=country.moment(15),
    )
    applications.agree_improvement(improvement=asked, actor=_officer(file), now=country.moment(13))


def _longer(country: Country, file: Application) -> None:
    """Customs asked, the company answered, and Customs needs longer because of what it read."""
    officer = _officer(file)
    criterion = read.relevant_criteria(file)[12]
    question = applications.NewItem(criterion=criterion, site=None, question="Who tells you when a rule changes?")
    request = applications.ask(application=file, items=[question], actor=officer, now=country.moment(26))
    by: dict[str, Any] = {"user": _member(country, file.operator), "now": country.moment(20)}
    for item in request.items.all():
        applications.answer_item(item=item, text="Our association writes each month; Jan passes it on.", **by)
    applications.send_answers(request=request, **by)
    lifecycle.extend_decision(
        application=_file(file.operator.tin),
        ground=Cause.INFORMATION,
        amount=None,
        reason="Your answer names a second office. We have to look at its records too.",
        actor=officer,
        now=country.moment(8),
    )


def _late(country: Country, file: Application) -> None:
    applications.explain_delay(application=file, text=DELAY, actor=_officer(file), now=country.moment(4))


def _officer(file: Application) -> User:
    if file.case_officer is None:
        raise LookupError(f"{file} has no officer.")
    return file.case_officer


def _change_accepted(country: Country, operator: Operator) -> None:
    """A holder told that it has more people now; the register says so."""
    told = applications.notify_change(
        operator=operator,
        subject=ChangeSubject.COMPANY,
        values={"employees": "46"},
        since=country.moment(30).date(),
        note="Five people for the new line.",
        user=_member(country, operator),
        now=country.moment(28),
    )
    lifecycle.accept_change(notice=told, answer="", actor=country.log_ins["case_officer"], now=country.moment(25))


def _change_waiting(country: Country, operator: Operator) -> None:
    site = operator.sites.order_by("id")[2]
    applications.notify_change(
        operator=operator,
        subject=ChangeSubject.SITE,
        values={"activity": "Parking, loading and a workshop"},
        since=country.moment(6).date(),
        note="The workshop is for our own vehicles only.",
        site=site,
        user=_member(country, operator),
        now=country.moment(2),
    )


def _guest(country: Country, file: Application) -> None:
    """The desk checks of a late file: an officer of another office helps for a time."""
    applications.give_guest(
        application=file,
        officer=country.log_ins["guest_officer"],
        act=Act.VET,
        valid_until=country.on + timedelta(days=20),
        reason="Two vetting officers of the North are away; the file is late.",
        actor=country.log_ins["team_leader"],
        now=country.moment(3),
    )


def _clients_write(country: Country) -> None:
    """One client asks its account manager and waits; another one was called last week."""
    manager = country.log_ins["account_manager"]
    waiting, called = (clients.clients_of(manager, country.on).get(operator__tin=tin) for tin in (WAITING, CALLED))
    account_management.write_to_customs(
        organisation=waiting.operator.organisation,
        to="manager",
        subject="Refrigerated lorries at Velm",
        body=QUESTION,
        files=(),
        author=_member(country, waiting.operator),
        now=country.moment(4),
    )
    account_management.write_to_client(client=called, body=CALL, officer=manager, now=country.moment(8))


def _closure(country: Country) -> None:
    """Entered by one administrator; it waits for the other."""
    first = country.on + timedelta(days=47)
    programme.propose_closure(
        calendar=BusinessCalendar.objects.get(code="default"),
        office=None,
        first_day=first,
        last_day=first + timedelta(days=1),
        name="Move of the data centre",
        reason="Both servers are moved; nobody can work on files.",
        actor=country.officer("PROGRAMME_ADMIN", HQ, 1),
        now=country.moment(5),
    )
