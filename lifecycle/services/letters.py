"""What the letters of this room say: the facts of a file as the templates take them, and how they are sent."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications.models import Application
from foundation.audit.services import Actor
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.states import NoticeKind
from programme import selectors as programme
from programme.models import TimeLimit
from programme.states import FigureCode, Kind


def long_date(day: date | None) -> str:
    """A day as letters write it: Monday 28 September 2026; empty for none."""
    return date_format(day, "l j F Y") if day else ""


def after_receipt(limit: TimeLimit) -> str:
    """The end of a limit that begins when the letter is received: “the end of the 30 calendar days after you received it”."""
    text = _("the end of the {n} {unit} after you received this letter")
    return text.format(n=limit.amount, unit=limit.get_unit_display())


def facts(application: Application, actor: Actor, **more: str) -> dict[str, str]:
    """The placeholders every letter about an application may use, with those of the letter at hand."""
    types = [operator_type.label for operator_type in application.operator_types.all()]
    return {
        "company": application.operator.legal_name,
        "tin": application.operator.tin,
        "number": application.number,
        "kinds": get_text_list([str(Kind(kind).label) for kind in application.kinds], _("and")),
        "types": get_text_list(types, _("and")),
        "office": application.office.name if application.office else "",
        "officer": actor.actor_label,
        **more,
    }


def send(
    *,
    application: Application,
    code: str,
    url: str,
    actor: Actor,
    now: datetime,
    kind: str = NoticeKind.INFORMATION,
    due_on: date | None = None,
    **more: str,
) -> Letter:
    """Send one letter about an application in the company's language."""
    configuration = programme.configuration(local_date(now))
    language = "en"
    with override(language):
        content = programme.letter(code, language=language, context=facts(application, actor, **more))
    return correspondence.send_letter(
        organisation=application.operator.organisation,
        file_id=application.public_id,
        content=content,
        deemed_after_days=programme.figure(FigureCode.DEEMED_RECEIVED_DAYS, configuration),
        url=url,
        kind=kind,
        due_on=due_on,
        actor=actor,
        now=now,
    )
