"""What an application means for the certificates the company holds: it opens one, adds types to one, or renews one."""

from collections.abc import Collection
from datetime import date, timedelta

from applications.models import Application
from certificates import rules
from certificates.models import Certificate
from certificates.rules import Asked
from certificates.states import LIVE, CertificateStatus
from foundation.clock.models import add_months
from foundation.clock.services import local_date
from operators.models import Operator
from programme import selectors as programme
from programme.models import Configuration
from programme.states import FigureCode


def standing_by_kind(operator: Operator, besides: Application | None = None) -> dict[str, Certificate]:
    """Of each kind the certificate that counts or will, the last to begin, simplification before security as everywhere;
    `besides` leaves those of one file out."""
    rows = Certificate.objects.filter(operator=operator, status__in=(CertificateStatus.ISSUED, *LIVE))
    rows = rows.exclude(application=besides) if besides else rows
    return {row.kind: row for row in rows.select_related("level").order_by("-kind", "effective_from", "id")}


def joined(application: Application) -> dict[str, Certificate]:
    """By kind the certificate that a grant of this file adds types to: its own, else one that stands from another file."""
    own = {row.kind: row for row in application.certificates.select_related("level")}
    return _of(application, Asked.JOINS) | own


def renewed(application: Application) -> dict[str, Certificate]:
    """By kind the certificate after whose last day one of this file begins."""
    return _of(application, Asked.RENEWS)


def held_already(application: Application) -> dict[str, Certificate]:
    """By kind the certificate of another file that leaves nothing to grant."""
    return _of(application, Asked.HELD)


def _of(application: Application, asked: Asked) -> dict[str, Certificate]:
    wanted = frozenset(row.token for row in application.operator_types.all())
    begun_on, configuration = local_date(application.created_at), application.configuration
    held = standing_by_kind(application.operator, besides=application)
    return {
        kind: row
        for kind, row in held.items()
        if kind in application.kinds and asked_of(row, wanted, begun_on, configuration) == asked
    }


def asked_of(certificate: Certificate, wanted: Collection[str], on: date, configuration: Configuration) -> Asked:
    """What applying for these types of its kind on a day means for a certificate that stands."""
    opens = renewable_from(certificate, configuration)
    return rules.asked(held=certificate.operator_types, wanted=wanted, renewable_from=opens, begun_on=on)


def renewable_from(certificate: Certificate, configuration: Configuration) -> date | None:
    """The first day on which the next certificate can be applied for; None for one without an end."""
    if certificate.valid_until is None:
        return None
    return add_months(certificate.valid_until, -programme.figure(FigureCode.RENEWAL_MONTHS, configuration))


def begins_after(certificate: Certificate) -> date | None:
    """The first day of the certificate that renews this one."""
    return certificate.valid_until + timedelta(days=1) if certificate.valid_until else None
