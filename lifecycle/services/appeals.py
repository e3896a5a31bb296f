"""The time in which a company may appeal against an adverse decision. It belongs to the letter that told the decision and
begins on the day on which that letter counts as received."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.models import Application
from certificates.models import Certificate
from foundation.audit.services import SYSTEM, acting
from foundation.clock.models import Limit
from foundation.clock.selectors import latest_limit
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter
from foundation.identity.models import Office
from programme import selectors as programme
from programme import services as programme_services
from programme.models import Configuration
from programme.states import APPEALABLE_LETTERS, TimeLimitCode


def begin_appeal_period(*, letter: Letter, now: datetime) -> Limit | None:
    """Start the appeal period of a received letter that tells an adverse decision; None for other letters. Twice is once."""
    if letter.template_code not in APPEALABLE_LETTERS or letter.received_on is None:
        return None
    known = latest_limit(file_id=letter.public_id, kind=TimeLimitCode.APPEAL)
    if known is not None:
        return known
    office, configuration = _terms_of(letter)
    with acting(actor=SYSTEM, at=now):
        return programme_services.start_limit(
            code=TimeLimitCode.APPEAL,
            file_id=letter.public_id,
            on=letter.received_on,
            configuration=configuration,
            office=office,
            reason=_("Letter received"),
            caused_by=f"letter:{letter.public_id}",
            actor=SYSTEM,
            now=now,
        )


def end_appeal_period(*, limit: Limit, on: date, now: datetime) -> Limit:
    """The last day for an appeal has passed: the decision is final. The law does this by itself."""
    letter = Letter.objects.get(public_id=limit.file_id)
    office, _configuration = _terms_of(letter)
    with acting(actor=SYSTEM, at=now):
        programme_services.end_limit_unmet(
            limit=limit, on=on, office=office, reason=_("No appeal"), actor=SYSTEM, now=now
        )
        return limit


def _terms_of(letter: Letter) -> tuple[Office | None, Configuration]:
    """The office whose calendar counts, and the configuration: that of the application, else the one in force when the
    letter was sent, so that the company has the time its letter names."""
    application = Application.objects.filter(public_id=letter.file_id).select_related("office", "configuration").first()
    if application is not None:
        return application.office, application.configuration
    certificate = Certificate.objects.filter(public_id=letter.file_id).select_related("operator__office").first()
    return certificate.operator.office if certificate else None, programme.configuration(local_date(letter.sent_at))
