"""What a company promised, from every room in one list: pauses and adjustments, corrective actions, conditions of a grant,
plans in answers, and certificates that end. Internal notes never stand here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Answer, Improvement, Proof
from applications.states import TERMINAL, ApplicationStatus, ImprovementStatus, Manner, Outcome
from certificates.models import DecisionRow
from certificates.states import RowStatus
from foundation.identity.models import Organisation
from foundation.identity.permissions import Acting, Permission, permissions_of
from programme.selectors import configuration, figure, worded
from programme.states import FigureCode
from validations.models import Finding
from validations.states import ActionStatus, Grade


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the company said it would do, by when, and where it is told that it is done."""

    kind: str
    text: str
    due_on: date | None
    url: str
    late: bool = False


def promises_of(acting: Acting, on: date) -> list[Promise]:
    """Everything open, soonest first, without a day last; one query for each room it comes from. What a mandate does not
    cover, and what is about kinds, places or files beyond the limits, is left out."""
    held = permissions_of(acting)
    every = [*_actions(acting, on)] if Permission.FINDING_READ in held else []
    if Permission.APPLICATION_READ in held:
        every += [*_improvements(acting, on), *_conditions(acting, on), *_plans(acting, on)]
    if Permission.APPLICATION_READ in held and not acting.sites:  # the papers of the company as a whole
        every += [*_ending(acting.organisation, on)]
    return sorted(every, key=lambda promise: (promise.due_on is None, promise.due_on or on, promise.text))


def _promise(kind: str, text: str, due_on: date | None, url: str, on: date) -> Promise:
    return Promise(kind, text, due_on, url, late=due_on is not None and due_on < on)


def _actions(acting: Acting, on: date) -> Iterable[Promise]:
    rows = Finding.objects.filter(
        acting.limits(site="point__site__public_id", kinds="validation__application__kinds"),
        validation__operator__organisation=acting.organisation,
        grade=Grade.REQUIRED_ACTION,
        status__in=(ActionStatus.OPEN, ActionStatus.RETURNED),
        validation__status__in=("WITH_TRADER", "FOLLOW_UP"),
    ).select_related("validation")
    for row in rows.order_by("due_on", "id")[:100]:
        url = reverse("validations:visit", args=[row.validation.public_id])
        yield _promise(_("Action after the visit"), row.text, row.due_on, url, on)


def _improvements(acting: Acting, on: date) -> Iterable[Promise]:
    rows = Improvement.objects.filter(
        acting.limits(kinds="application__kinds"),
        application__operator__organisation=acting.organisation,
        status=ImprovementStatus.RUNNING,
    ).select_related("application")
    for row in rows:
        kind = _("Pause to improve") if row.manner == Manner.PAUSE else _("Agreed adjustment")
        yield _promise(kind, row.what, row.until, reverse("applications:status", args=[row.application.public_id]), on)


def _conditions(acting: Acting, on: date) -> Iterable[Promise]:
    rows = DecisionRow.objects.filter(
        acting.limits(kind="kind"),
        application__operator__organisation=acting.organisation,
        status=RowStatus.GRANTED,
    ).exclude(condition="")
    for row in rows.order_by("condition_due_on", "id")[:100]:
        yield _promise(
            _("Condition of the grant"), row.condition, row.condition_due_on, reverse("certificates:mine"), on
        )


def _plans(acting: Acting, on: date) -> Iterable[Promise]:
    ended = [status for status in TERMINAL if status != ApplicationStatus.DECIDED]
    rows = (
        Answer.objects.filter(application__operator__organisation=acting.organisation, outcome=Outcome.NOT_MET)
        .filter(acting.limits(kinds="application__kinds", site="site__public_id"))
        .filter(application__submitted_at__isnull=False)
        .exclude(application__status__in=ended)
        .exclude(plan="")
        .select_related("application", "criterion")
    )
    found = list(rows.order_by("planned_until", "id")[:100])
    worded(row.criterion for row in found)
    for row in found:
        url = reverse("applications:status", args=[row.application.public_id])
        text = f"{row.criterion.code} {row.criterion.title}: {row.plan}"
        yield _promise(_("Plan in your application"), text, row.planned_until, url, on)


def _ending(organisation: Organisation, on: date) -> Iterable[Promise]:
    soon = figure(FigureCode.REMIND_PROOF_DAYS, configuration(on))
    rows = Proof.objects.filter(
        operator__organisation=organisation,
        expires_on__lte=on + timedelta(days=soon),
        answers__isnull=False,
    ).distinct()
    for row in rows.order_by("expires_on", "id")[:100]:
        text = _("Send us the one that follows {proof}.").format(proof=row)
        yield _promise(_("Certificate that ends"), text, row.expires_on, reverse("documents:library"), on)
