"""What the letters of this room say: the facts of a file as the templates take them, and how they are sent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications import selectors as applications
from applications.models import Application
from certificates.models import Certificate
from foundation.audit.services import Actor
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import Concerns, language_of
from foundation.correspondence.services import Words
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Organisation
from programme import selectors as programme
from programme.models import TimeLimit
from programme.states import FigureCode, Kind


def long_date(day: date | None) -> Words:
    """A day as letters write it: Monday 28 September 2026; empty for none."""
    return lambda: date_format(day, "l j F Y") if day else ""


def after_receipt(limit: TimeLimit) -> Words:
    """The end of a limit that begins when the letter is received: “the end of the 30 calendar days after you received it”."""

    def words() -> str:
        text = _("the end of the {n} {unit} after you received this letter")
        return text.format(n=limit.amount, unit=limit.get_unit_display())

    return words


def send(
    *,
    application: Application,
    code: str,
    url: str,
    actor: Actor,
    now: datetime,
    kind: str = NoticeKind.INFORMATION,
    due_on: date | None = None,
    **more: Words,
) -> Letter:
    """Send one letter about an application in the company's language."""
    office = application.office
    words: dict[str, Words] = {
        "company": application.operator.legal_name,
        "tin": application.operator.tin,
        "number": application.number,
        "kinds": lambda: get_text_list([str(Kind(one).label) for one in application.kinds], _("and")),
        "types": lambda: get_text_list([one.label for one in application.operator_types.all()], _("and")),
        "office": office.name if office else "",
        "officer": actor.actor_label,
        **more,
    }
    to = application.operator.organisation
    by: dict[str, Any] = {"url": url, "kind": kind, "due_on": due_on, "actor": actor, "now": now}
    return _send(to, application.public_id, code, words, concerns=applications.concerns(application), **by)


def send_about_certificate(
    *, certificate: Certificate, code: str, url: str, actor: Actor, now: datetime, **more: Words
) -> Letter:
    """Send one letter about a certificate in the holder's language."""
    operator, office = certificate.operator, certificate.operator.office
    words: dict[str, Words] = {
        "company": operator.legal_name,
        "tin": operator.tin,
        "number": certificate.number,
        "kind": lambda: str(Kind(certificate.kind).label).lower(),
        "office": office.name if office else "",
        "officer": actor.actor_label,
        **more,
    }
    by: dict[str, Any] = {"url": url, "kind": NoticeKind.INFORMATION, "due_on": None, "actor": actor, "now": now}
    concerns = Concerns(kinds=(certificate.kind,))
    return _send(operator.organisation, certificate.public_id, code, words, concerns=concerns, **by)


def _send(
    organisation: Organisation,
    file_id: UUID,
    code: str,
    words: dict[str, Words],
    *,
    url: str,
    kind: str,
    due_on: date | None,
    concerns: Concerns,
    actor: Actor,
    now: datetime,
) -> Letter:
    on = local_date(now)
    language = language_of(organisation, on)
    with override(language):
        facts = {name: value if isinstance(value, str) else value() for name, value in words.items()}
        content = programme.letter(code, language=language, context=facts)
    return correspondence.send_letter(
        organisation=organisation,
        file_id=file_id,
        content=content,
        deemed_after_days=programme.figure(FigureCode.DEEMED_RECEIVED_DAYS, programme.configuration(on)),
        url=url,
        kind=kind,
        due_on=due_on,
        concerns=concerns,
        actor=actor,
        now=now,
    )
