"""What stands on the desk checks of one file, and what keeps it from a decision."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Application
from operators.models import Operator
from operators.states import CheckConsent
from vetting.models import Check, ScreeningHit, Vetting
from vetting.rules import Breach, CheckFact, HitCount, decision_breaches, determination_breaches
from vetting.states import CheckCode, HitStatus, Risk

from .wording import sentences

NAMED_CHECKS = 3


def vetting_of(application: Application) -> Vetting | None:
    """The desk checks of an application, with the officer; None before acceptance."""
    return (
        Vetting.objects.filter(application=application)
        .select_related("officer", "application__operator", "application__configuration")
        .first()
    )


def checks_of(vetting: Vetting) -> QuerySet[Check]:
    """The checks in their order, with who checked: the table of the file."""
    return Check.objects.filter(vetting=vetting).select_related("checked_by").order_by("id")


def expired_checks(vetting: Vetting, on: date) -> list[Check]:
    """Checks whose result may no longer be relied on: they are to be repeated."""
    return [row for row in checks_of(vetting) if row.expires_on is not None and row.expires_on < on]


def check_facts(vetting: Vetting) -> list[CheckFact]:
    """The checks as the rules read them."""
    rows = Check.objects.filter(vetting=vetting).order_by("id").values_list("code", "result", "expires_on")
    return [CheckFact(*row) for row in rows]


def hit_count(operator: Operator) -> HitCount:
    """Open and confirmed hits of an operator and its people. An entry that is no longer listed confirms nothing."""
    counts = ScreeningHit.objects.filter(operator=operator).aggregate(
        open=Count("id", filter=Q(status=HitStatus.OPEN)),
        confirmed=Count("id", filter=Q(status=HitStatus.TRUE_MATCH, entry__removed_in__isnull=True)),
    )
    return HitCount(**counts)


def decision_obstacles(application: Application, on: date) -> list[str]:
    """Why this file can't be granted yet as far as vetting goes, in words for officers; [] = nothing."""
    vetting = vetting_of(application)
    breaches = decision_breaches(
        status=vetting.status if vetting else None,
        valid_until=vetting.valid_until if vetting else None,
        hits=hit_count(application.operator),
        on=on,
    )
    return list(sentences(breaches))


def determination_obstacles(vetting: Vetting, on: date) -> list[str]:
    """What is missing before any risk can be determined, in words for officers; [] = nothing. Many open checks are
    counted here, since the table beside names them."""
    breaches = determination_breaches(
        status=vetting.status,
        checks=check_facts(vetting),
        hits=hit_count(vetting.application.operator),
        risk=Risk.HIGH,
        on=on,
    )
    unchecked = [named for named in breaches if named.breach == Breach.CHECK_OPEN]
    if len(unchecked) <= NAMED_CHECKS:
        return list(sentences(breaches))
    count = _("%(open)s checks have no result yet.") % {"open": len(unchecked)}
    return [count, *sentences(named for named in breaches if named not in unchecked)]


def our_facts(check: Check) -> list[dict[str, str]]:
    """What our own record already says to a check, beside the form."""
    operator = check.vetting.application.operator
    facts = {
        CheckCode.IDENTITY: _identity,
        CheckCode.CONSENT: _consents,
        CheckCode.SITES: _sites,
        CheckCode.WATCH_LISTS: _watch_lists,
        CheckCode.PAST_STATUS: _past,
    }.get(CheckCode(check.code))
    return facts(operator) if facts else []


def _identity(operator: Operator) -> list[dict[str, str]]:
    return [
        {"label": _("Name"), "value": operator.legal_name},
        {"label": _("TIN"), "value": operator.tin},
        {"label": _("Legal form"), "value": operator.legal_form},
        {"label": _("Power to act"), "value": str(operator.get_status_display())},  # type: ignore[attr-defined]
    ]


def _consents(operator: Operator) -> list[dict[str, str]]:
    people = operator.people.filter(left_on__isnull=True)
    return [
        {"label": person.full_name, "value": str(CheckConsent(person.status).label)} for person in people.order_by("id")
    ]


def _sites(operator: Operator) -> list[dict[str, str]]:
    sites = operator.sites.filter(closed_on__isnull=True).order_by("name", "id")
    return [{"label": site.name, "value": f"{site.address}, {site.city}"} for site in sites]


def _watch_lists(operator: Operator) -> list[dict[str, str]]:
    hits = hit_count(operator)
    return [
        {"label": _("Open hits"), "value": str(hits.open)},
        {"label": _("Found to be the same"), "value": str(hits.confirmed)},
    ]


def _past(operator: Operator) -> list[dict[str, str]]:
    bars = [{"label": _("Bar"), "value": f"{bar.cause} ({bar.valid_until or '–'})"} for bar in operator.bars.all()]
    return bars or [{"label": _("Bars"), "value": _("none")}]
