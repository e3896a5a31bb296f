"""The later life of a certificate: each act closes or reopens benefits and rewrites the answer for border systems."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from benefits import services as benefits
from certificates import services as certificates
from certificates.models import Certificate
from foundation.audit.services import SYSTEM, Actor, Refused, acting
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from operators import services as operators
from programme import selectors as programme
from programme.states import DecisionAct, FigureCode

from .projection import refresh_projection


def start_certificate(*, certificate: Certificate, on: date, now: datetime) -> Certificate:
    """The effective date has come: the certificate is in force."""
    with acting(actor=SYSTEM, at=now):
        certificate = certificates.take_effect(certificate=certificate, on=on, actor=SYSTEM, now=now)
        _changed(certificate, _("Your certificate {number} is in force"), SYSTEM, now)
        return certificate


def expire_certificate(*, certificate: Certificate, on: date, now: datetime) -> Certificate:
    """The last day has passed: the certificate ended by the law itself."""
    with acting(actor=SYSTEM, at=now):
        certificate = certificates.expire(certificate=certificate, on=on, actor=SYSTEM, now=now)
        benefits.close(certificate=certificate, on=certificate.ended_on or on, actor=SYSTEM, now=now)
        _changed(certificate, _("Your certificate {number} has ended"), SYSTEM, now)
        return certificate


def suspend_certificate(
    *, certificate: Certificate, until: date, reason: str, actor: User, now: datetime
) -> Certificate:
    """Suspend until a day; by a person to whom this is delegated."""
    _refuse_unless_delegated(certificate, DecisionAct.SUSPEND, actor, now)
    with acting(actor=actor, at=now, reason=reason):
        certificate = certificates.suspend(certificate=certificate, until=until, reason=reason, actor=actor, now=now)
        benefits.close(certificate=certificate, on=local_date(now), actor=actor, now=now)
        _changed(certificate, _("Your certificate {number} is suspended"), actor, now)
        return certificate


def lift_suspension(
    *, certificate: Certificate, reason: str, actor: User, now: datetime, as_if_never: bool = False
) -> Certificate:
    """End a suspension from now on, or undo it as if it had never been."""
    _refuse_unless_delegated(certificate, DecisionAct.SUSPEND, actor, now)
    with acting(actor=actor, at=now, reason=reason):
        lift = certificates.annul_suspension if as_if_never else certificates.lift
        certificate = lift(certificate=certificate, reason=reason, actor=actor, now=now)
        benefits.entitle(certificate=certificate, on=local_date(now), actor=actor, now=now)
        _changed(certificate, _("Your certificate {number} is in force again"), actor, now)
        return certificate


def revoke_certificate(*, certificate: Certificate, reason: str, actor: User, now: datetime) -> Certificate:
    """Revoke and bar new applications of this kind for the configured years."""
    _refuse_unless_delegated(certificate, DecisionAct.REVOKE, actor, now)
    with acting(actor=actor, at=now, reason=reason):
        certificate = certificates.revoke(certificate=certificate, reason=reason, actor=actor, now=now)
        return _ended_with_bar(certificate, _("Revocation of {number}"), actor, now)


def annul_certificate(*, certificate: Certificate, reason: str, actor: User, now: datetime) -> Certificate:
    """Annul as if never given, and bar like a revocation."""
    _refuse_unless_delegated(certificate, DecisionAct.REVOKE, actor, now)
    with acting(actor=actor, at=now, reason=reason):
        certificate = certificates.annul(certificate=certificate, reason=reason, actor=actor, now=now)
        return _ended_with_bar(certificate, _("Annulment of {number}"), actor, now)


def surrender_certificate(*, certificate: Certificate, actor: User, now: datetime) -> Certificate:
    """The holder gives the certificate back; no bar follows."""
    with acting(actor=actor, at=now):
        certificate = certificates.surrender(certificate=certificate, actor=actor, now=now)
        benefits.close(certificate=certificate, on=local_date(now), actor=actor, now=now)
        _changed(certificate, _("You gave back certificate {number}"), actor, now)
        return certificate


def _ended_with_bar(certificate: Certificate, cause: str, actor: User, now: datetime) -> Certificate:
    on = local_date(now)
    years = programme.figure(FigureCode.BAR_YEARS, programme.configuration(on))
    until = certificates.barred_until(ended_on=on, years=years, at_own_request=False)
    if until:
        operators.add_bar(
            operator=certificate.operator,
            kind=certificate.kind,
            valid_from=on,
            valid_until=until,
            cause=cause.format(number=certificate.number),
            actor=actor,
            now=now,
        )
    benefits.close(certificate=certificate, on=on, actor=actor, now=now)
    _changed(certificate, _("Your certificate {number} has ended"), actor, now)
    return certificate


def _refuse_unless_delegated(certificate: Certificate, act: str, actor: User, now: datetime) -> None:
    allowed = programme.delegation_for(
        user=actor,
        act=act,
        kind=certificate.kind,
        office=certificate.application.office,
        small_firm=certificate.application.small_firm,
        on=local_date(now),
    )
    if allowed is None:
        raise Refused(_("No delegation lets you take this decision."))


def _changed(certificate: Certificate, title: str, actor: Actor, now: datetime) -> None:
    refresh_projection(operators=[certificate.operator], now=now)
    correspondence.notify_company(
        organisation=certificate.operator.organisation,
        kind=NoticeKind.INFORMATION,
        title=title.format(number=certificate.number),
        url=reverse("certificates:mine"),
        file_id=certificate.public_id,
        once_key=f"certificate:{certificate.pk}:{certificate.status}:{now.isoformat()}",
        actor=actor,
        now=now,
    )
