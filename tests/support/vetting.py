"""Files under vetting for tests: a verified company with people, its application, an officer, lists made of a few lines."""

import itertools
from datetime import date, datetime
from io import BytesIO
from typing import Any

from applications.models import Application
from foundation.audit.services import acting
from foundation.identity.models import Office, Organisation, User
from operators.models import Operator, Person
from programme.models import Configuration, CriteriaSet
from tests.support.programme import HOUSE, NOW, make_officer
from vetting import services
from vetting.models import Check, Vetting, WatchListVersion
from vetting.states import CheckCode

_numbers = itertools.count(1)
NONE = "-0- "


def officer(name: str = "Nadia Sorel", *roles: str) -> User:
    """A vetting officer for every office, unless other roles are named; the same name gives the same person."""
    known = User.objects.filter(full_name=name, is_staff=True).first()
    return known or make_officer(name, *(roles or ("VETTING_OFFICER",)))


def make_operator(name: str = "Amberley Textiles Ltd", *, country: str = "XA", **fields: Any) -> Operator:
    """A verified company without people."""
    number = next(_numbers)
    values = {
        "legal_form": "limited company",
        "sector": "textiles",
        "employees": 40,
        "size": "SMALL",
        "size_rule_version": 1,
        "address": "7 Tanner Row",
        "city": "Lenmar",
        "region": "north",
        "office": Office.objects.order_by("id").first(),
        "registered_at": NOW,
        **fields,
    }
    with acting(actor=HOUSE, at=NOW):
        organisation = Organisation.objects.create(kind="TRADER", name=name)
        operator = Operator.objects.create(
            organisation=organisation, legal_name=name, tin=f"XA{1000000 + number}", country=country, **values
        )
        operator.status = "VERIFIED"
        operator.save(update_fields=["status"])
    return operator


def make_person(
    operator: Operator, name: str, *, born: date | None = None, nationality: str = "", role: str = "DIRECTOR"
) -> Person:
    with acting(actor=HOUSE, at=NOW):
        return Person.objects.create(
            operator=operator, full_name=name, role=role, date_of_birth=born, nationality=nationality
        )


def make_company_of(person: str, *, name: str = "Amberley Textiles Ltd", **fields: Any) -> Operator:
    """A company whose director has this name."""
    operator = make_operator(name)
    make_person(operator, person, **fields)
    return operator


def make_application(operator: Operator | None = None, *, case_officer: User | None = None) -> Application:
    """An application whose desk checks may begin. It is moved along the legal states, as the acts would."""
    company = operator or make_operator()
    with acting(actor=HOUSE, at=NOW):
        application = Application.objects.create(
            number=f"AEO-2026-{next(_numbers):06}",
            operator=company,
            kinds=["simplification"],
            criteria_set=CriteriaSet.objects.get(number=1),
            configuration=Configuration.objects.get(number=1),
            small_firm=True,
            office=company.office,
            case_officer=case_officer,
            created_at=NOW,
            created_by_label="Elin Dorf",
            saved_at=NOW,
            saved_by_label="Elin Dorf",
            submitted_at=NOW,
            accepted_on=NOW.date(),
        )
        for status in ("SUBMITTED", "ACCEPTED", "UNDER_VETTING"):
            application.status = status
            application.save(update_fields=["status"])
    return application


def make_vetting(operator: Operator | None = None) -> Vetting:
    return services.open_vetting(application=make_application(operator), actor=HOUSE, now=NOW)


def record(check: Check, by: User, *, now: datetime = NOW, **fields: Any) -> Check:
    """Record a result; clear when nothing else is said."""
    check.refresh_from_db()
    values = {"result": "CLEAR", "source": "register", "note": "", "expires_on": None, "version": check.version}
    return services.record_check(check=check, actor=by, now=now, **{**values, **fields})


def clear_all(vetting: Vetting, by: User, *, leave: tuple[str, ...] = ()) -> None:
    """Every check clear, except those named."""
    for check in Check.objects.filter(vetting=vetting).exclude(code__in=leave):
        record(check, by)


def check_of(vetting: Vetting, code: str = CheckCode.IDENTITY) -> Check:
    return Check.objects.get(vetting=vetting, code=code)


def sdn_line(number: int, name: str, kind: str = "individual", remarks: str = "") -> str:
    cells = [str(number), f'"{name}"', f'"{kind}"' if kind else NONE, '"TEST"', *[NONE] * 7]
    return ",".join([*cells, f'"{remarks}"' if remarks else NONE])


def alt_line(number: int, alias_number: int, name: str) -> str:
    return f'{number},{alias_number},"aka","{name}",{NONE}'


def files(*sdn: str, alt: tuple[str, ...] = (), add: tuple[str, ...] = ()) -> dict[str, BytesIO]:
    """The three files of a list; ALT and ADD get a line of their own when none is given."""
    first = sdn[0].split(",", 1)[0]
    alt = alt or (alt_line(int(first), 9001, "NOBODY, Else"),)
    add = add or (f'{first},9001,"1 Road","Town","Velgoria",{NONE}',)
    named = {"sdn": sdn, "alt": alt, "add": add}
    return {key: BytesIO("\r\n".join([*lines, ""]).encode()) for key, lines in named.items()}


def import_lines(*sdn: str, code: str = "test", now: datetime = NOW, **more: Any) -> WatchListVersion:
    """Import a list of a few lines, losses accepted."""
    content = files(*sdn, alt=more.pop("alt", ()), add=more.pop("add", ()))
    more = {"accept_losses": True, **more}
    return services.import_list(code=code, title=f"List {code}", actor=HOUSE, now=now, **content, **more)
