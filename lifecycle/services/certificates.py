"""The later life of a certificate: each act closes or reopens benefits and rewrites the answer for border systems."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits import services as benefits
from certificates import services as certificates
from certificates.models import Certificate, Coverage
from certificates.selectors import suspended_since
from certificates.states import LIVE, CertificateStatus, MeasureKind, MeasureStatus
from foundation.audit.services import SYSTEM, Actor, Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.selectors import Concerns
from foundation.correspondence.services import Words
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.permissions import Permission, permissions_on_file
from operators import services as operators
from operators.models import Operator
from programme import selectors as programme
from programme.states import DecisionAct, FigureCode, LetterCode, TimeLimitCode

from . import letters
from .dependents import tell_of_loss
from .projection import refresh_projection

# Proposals about a certificate that are answered by suspending, lifting, revoking or annulling it.
SETTLED_BY_A_DECISION = (MeasureKind.SUSPEND, MeasureKind.SUSPENSION_OVER)


def start_certificate(*, certificate: Certificate, on: date, now: datetime) -> Certificate:
    """The effective date has come: the certificate is in force. One that was started meanwhile stays as it is."""
    with acting(actor=SYSTEM, at=now):
        certificate = locked(certificate)
        if certificate.status != CertificateStatus.ISSUED:
            return certificate
        _end_what_it_renews(certificate, on, now)
        certificate = certificates.take_effect(certificate=certificate, on=on, actor=SYSTEM, now=now)
        _changed(certificate, lambda: _("Your certificate {number} is in force"), SYSTEM, now)
        return certificate


def _end_what_it_renews(certificate: Certificate, on: date, now: datetime) -> None:
    """Of one kind the one before has ended by the calendar; whichever sweep runs first writes it down."""
    standing = Certificate.objects.filter(operator=certificate.operator_id, kind=certificate.kind, status__in=LIVE)
    for before in standing.filter(valid_until__lt=on):
        expire_certificate(certificate=before, on=on, now=now)


def expire_certificate(*, certificate: Certificate, on: date, now: datetime) -> Certificate:
    """The last day has passed: the certificate ended by the law itself. One that ended meanwhile stays as it is."""
    with acting(actor=SYSTEM, at=now):
        certificate = locked(certificate)
        if certificate.status not in LIVE:
            return certificate
        certificate = certificates.expire(certificate=certificate, on=on, actor=SYSTEM, now=now)
        benefits.close(certificate=certificate, on=certificate.ended_on or on, actor=SYSTEM, now=now)
        tell_of_loss(certificate=certificate, actor=SYSTEM, now=now)
        _changed(certificate, lambda: _("Your certificate {number} has ended"), SYSTEM, now)
        return certificate


def catch_up(certificate: Certificate, now: datetime) -> Certificate:
    """What the law did by itself since the last sweep is written down before a person acts on the certificate."""
    on = local_date(now)
    if certificate.status == CertificateStatus.ISSUED and certificate.effective_from <= on:
        certificate = start_certificate(certificate=certificate, on=on, now=now)
    if certificate.status in LIVE and certificate.valid_until and certificate.valid_until < on:
        certificate = expire_certificate(certificate=certificate, on=on, now=now)
    return certificate


def suspend_certificate(
    *, certificate: Certificate, until: date, grounds: str, reason: str, actor: User, now: datetime
) -> Certificate:
    """Suspend until a day; by a person to whom this is delegated. `grounds` is what the company reads in its letter."""
    _demand_power(certificate, DecisionAct.SUSPEND, actor, now)
    _refuse_without(grounds)
    with acting(actor=actor, at=now, reason=reason):
        certificate = catch_up(locked(certificate), now)
        certificate = certificates.suspend(certificate=certificate, until=until, reason=reason, actor=actor, now=now)
        on = local_date(now)
        benefits.close(certificate=certificate, on=on, actor=actor, now=now)
        _tell(certificate, LetterCode.SUSPENDED, grounds, actor, now, starts_on=on, until=until)
        tell_of_loss(certificate=certificate, actor=actor, now=now)
        return certificate


def lift_suspension(
    *, certificate: Certificate, grounds: str, reason: str, actor: User, now: datetime, as_if_never: bool = False
) -> Certificate:
    """End a suspension from now on, or undo it as if it had never been: its days then count with their benefits."""
    _demand_power(certificate, DecisionAct.SUSPEND, actor, now)
    _refuse_without(grounds)
    today = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        certificate = catch_up(locked(certificate), now)
        from_day = suspended_since([certificate]).get(certificate.pk, today) if as_if_never else today
        lift = certificates.annul_suspension if as_if_never else certificates.lift
        certificate = lift(certificate=certificate, reason=reason, actor=actor, now=now)
        benefits.entitle(certificate=certificate, on=from_day, actor=actor, now=now)
        _tell(
            certificate,
            LetterCode.LIFTED,
            grounds,
            actor,
            now,
            effect=lambda: _effect(from_day, as_if_never=as_if_never),
        )
        return certificate


def revoke_certificate(
    *, certificate: Certificate, grounds: str, reason: str, actor: User, now: datetime
) -> Certificate:
    """Revoke and bar new applications of this kind for the configured years."""
    _demand_power(certificate, DecisionAct.REVOKE, actor, now)
    _refuse_without(grounds)
    with acting(actor=actor, at=now, reason=reason):
        certificate = catch_up(locked(certificate), now)
        certificate = certificates.revoke(certificate=certificate, reason=reason, actor=actor, now=now)
        return _ended_with_bar(certificate, LetterCode.REVOKED, grounds, _("Revocation of {number}"), actor, now)


def annul_certificate(
    *, certificate: Certificate, grounds: str, reason: str, actor: User, now: datetime
) -> Certificate:
    """Annul as if never given, and bar like a revocation."""
    _demand_power(certificate, DecisionAct.REVOKE, actor, now)
    _refuse_without(grounds)
    with acting(actor=actor, at=now, reason=reason):
        certificate = catch_up(locked(certificate), now)
        certificate = certificates.annul(certificate=certificate, reason=reason, actor=actor, now=now)
        return _ended_with_bar(certificate, LetterCode.ANNULLED, grounds, _("Annulment of {number}"), actor, now)


def surrender_certificate(*, certificate: Certificate, actor: User, now: datetime) -> Certificate:
    """The holder gives the certificate back; no bar follows."""
    with acting(actor=actor, at=now):
        certificate = catch_up(locked(certificate), now)
        certificate = certificates.surrender(certificate=certificate, actor=actor, now=now)
        benefits.close(certificate=certificate, on=local_date(now), actor=actor, now=now)
        _changed(certificate, lambda: _("You gave back certificate {number}"), actor, now)
        tell_of_loss(certificate=certificate, actor=actor, now=now)
        return certificate


def cover_company(*, certificate: Certificate, operator: Operator, on: date, actor: User, now: datetime) -> Coverage:
    """Let a certificate cover another legal entity, which then answers under its own TIN; by whom grants are delegated."""
    _demand_power(certificate, DecisionAct.GRANT, actor, now)
    operators.demand_independence(actor=actor, operator=operator, on=local_date(now))
    with acting(actor=actor, at=now):
        certificate = catch_up(locked(certificate), now)
        coverage = certificates.cover(certificate=certificate, operator=operator, on=on, actor=actor, now=now)
        refresh_projection(operators=[certificate.operator, operator], now=now)
        return coverage


def end_coverage(*, coverage: Coverage, actor: User, now: datetime) -> Coverage:
    """End a coverage today; the company answers for itself again."""
    _demand_power(coverage.certificate, DecisionAct.GRANT, actor, now)
    with acting(actor=actor, at=now):
        ended = certificates.uncover(coverage=coverage, on=local_date(now), actor=actor, now=now)
        refresh_projection(operators=[ended.certificate.operator, ended.operator], now=now)
        return ended


def _ended_with_bar(
    certificate: Certificate, code: str, grounds: str, cause: str, actor: User, now: datetime
) -> Certificate:
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
    again_from = until + timedelta(days=1) if until else on
    _tell(certificate, code, grounds, actor, now, ended_on=certificate.ended_on or on, again_from=again_from)
    tell_of_loss(certificate=certificate, actor=actor, now=now)
    return certificate


def _tell(certificate: Certificate, code: str, grounds: str, actor: User, now: datetime, **more: date | Words) -> None:
    """The decision by letter, with its grounds and until when the company may appeal; what was proposed is done."""
    on = local_date(now)
    for measure in certificate.measures.filter(status=MeasureStatus.OPEN, kind__in=SETTLED_BY_A_DECISION):
        certificates.close_measure(measure=measure, taken=True, reason="", actor=actor, now=now)
    correspondence.settle_notices(file_id=certificate.public_id, now=now)
    refresh_projection(operators=[certificate.operator], now=now)
    appeal = programme.time_limit(TimeLimitCode.APPEAL, programme.configuration(on))
    letters.send_about_certificate(
        certificate=certificate,
        code=code,
        url=f"{reverse('correspondence:inbox')}?show=letters",
        actor=actor,
        now=now,
        grounds=grounds.strip(),
        appeal_until=letters.after_receipt(appeal),
        **{name: letters.long_date(value) if isinstance(value, date) else value for name, value in more.items()},
    )


def _effect(from_day: date, *, as_if_never: bool) -> str:
    """What a lifted suspension means for its days, in the words of the letter."""
    words = date_format(from_day, "l j F Y")
    if as_if_never:
        return _("The suspension counts as never given: you have your benefits without a break from {day}.").format(
            day=words
        )
    return _("You have your benefits again from {day}.").format(day=words)


def _refuse_without(grounds: str) -> None:
    if not grounds.strip():
        raise Refused(_("Write the grounds that the company reads in its letter."))


def _demand_power(certificate: Certificate, act: str, actor: User, now: datetime) -> None:
    """Raises Refused without a role that decides for this office, without a delegation, and for a declared interest."""
    on = local_date(now)
    file = certificate.application
    operators.demand_independence(actor=actor, operator=certificate.operator, on=on)
    held = permissions_on_file(actor, None, on, certificate.operator.office_id, file.office_id)
    allowed = programme.delegation_for(
        user=actor, act=act, kind=certificate.kind, office=file.office, small_firm=file.small_firm, on=on
    )
    if allowed is None or Permission.DECISION_TAKE not in held:
        raise Refused(_("No delegation lets you take this decision."))


def _changed(certificate: Certificate, title: Callable[[], str], actor: Actor, now: datetime) -> None:
    refresh_projection(operators=[certificate.operator], now=now)
    correspondence.notify_company(
        organisation=certificate.operator.organisation,
        kind=NoticeKind.INFORMATION,
        title=lambda: title().format(number=certificate.number),
        url=reverse("certificates:mine"),
        file_id=certificate.public_id,
        concerns=Concerns(kinds=(certificate.kind,)),
        once_key=f"certificate:{certificate.pk}:{certificate.status}:{now.isoformat()}",
        actor=actor,
        now=now,
    )
