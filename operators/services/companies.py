"""The company record: registering, editing with a check for stale edits, and the holder's own consents."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.services import enqueue, notify
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User, in_force
from foundation.identity.selectors import staff_in_role
from foundation.identity.services import create_organisation, grant_membership
from foundation.identity.states import CompanyRole, OrganisationKind, StaffRole
from operators import rules
from operators.models import ChainInvitation, ExchangeConsent, FormException, Identifier, Operator
from operators.selectors import current_assignments
from operators.states import (
    EXCEPTION_TABLE,
    ExceptionStatus,
    FirmSize,
    IdentifierScheme,
    OperatorStatus,
    Source,
    Structure,
)
from programme.selectors import competent_office, configuration, small_firm

from .closing import end_claim_for_another
from .independence import demand_independence

SCREENING = "lifecycle.tasks.screen_operator"
# Of a verified company Customs itself changes these, after a look at the register.
LEGAL_IDENTITY = frozenset({"legal_name", "tin"})
EDITABLE = frozenset(
    {
        "legal_name",
        "trading_names",
        "tin",
        "legal_form",
        "structure",
        "sector",
        "employees",
        "turnover",
        "established_on",
    }
    | {"customs_activity"}
    | {"address", "city", "region", "country"}
)


class StaleEdit(Refused):
    """Somebody saved a newer version meanwhile; `theirs` is the row as it stands."""

    def __init__(self, theirs: Any, changed_by: str) -> None:
        super().__init__(_("{name} changed this meanwhile. Choose what to keep.").format(name=changed_by))
        self.theirs = theirs
        self.changed_by = changed_by


def register(
    *,
    user: User,
    legal_name: str,
    tin: str,
    legal_form: str,
    sector: str,
    employees: int,
    address: str,
    city: str,
    region: str,
    country: str,
    established_on: date | None = None,
    structure: str = Structure.COMPANY,
    customs_activity: bool | None = None,
    source: str = "",
    asked_by_name: str = "",
    turnover: Decimal | None = None,
    invitation: ChainInvitation | None = None,
    now: datetime,
) -> Operator:
    """Register a company: unverified, with the person who registers it in every role.

    Whether somebody else has the number makes no difference here, so a stranger learns nothing. `invitation` is the one
    of a supply-chain partner that led here; it names who asked.
    """
    on = local_date(now)
    with acting(actor=user, at=now):
        number = _checked_tin(tin)
        _refuse_second_registration(user, number, on)
        organisation = create_organisation(kind=OrganisationKind.TRADER, name=legal_name, actor=user, now=now)
        currency = settings.CURRENCY if turnover is not None else ""
        size, version = _size(employees, turnover, currency, on)
        operator = Operator.objects.create(
            organisation=organisation,
            legal_name=legal_name.strip(),
            tin=number,
            legal_form=legal_form,
            sector=sector,
            employees=employees,
            turnover=turnover,
            turnover_currency=currency,
            size=size,
            size_rule_version=version,
            established_on=established_on,
            structure=structure,
            customs_activity=customs_activity,
            source=Source.PARTNER if invitation else source,
            asked_by=invitation.partner.operator if invitation else None,
            asked_by_name=asked_by_name.strip(),
            address=address,
            city=city,
            region=region,
            country=country,
            office=competent_office(region=region, size=size, type_tokens=()),
            registered_at=now,
        )
        for role in (CompanyRole.ADMINISTRATOR, CompanyRole.PREPARER, CompanyRole.SIGNATORY):
            grant_membership(user=user, organisation=organisation, role=role, valid_from=on, actor=user, now=now)
        record("operator.registered", subject=operator, organisation_id=organisation.pk, disclosed=True)
        follow(invitation, operator, now)
        look_at_form(operator, now)
        enqueue(SCREENING, {"operator_id": operator.pk}, now=now)
        return operator


def follow(invitation: ChainInvitation | None, operator: Operator, now: datetime) -> None:
    """Note which company followed an invitation; only the first one does. The caller is inside an act."""
    if invitation is None:
        return
    row = locked(invitation)
    if row.followed_by_id is None and row.partner.operator_id != operator.pk:
        write(row, {"followed_by": operator, "opened_at": row.opened_at or now})
        partner = row.partner
        data = {"partner": partner.public_id, "name": partner.name}
        record(
            "chain.followed", subject=row, organisation_id=partner.operator.organisation_id, data=data, disclosed=True
        )


def look_at_form(operator: Operator, now: datetime) -> None:
    """Ask an officer to look at a form that the usual questions do not fit (OPR-R13). The caller is inside an act."""
    if not rules.needs_look(operator.structure):
        return
    row, created = FormException.objects.get_or_create(operator=operator, defaults={"opened_at": now})
    event = "operator.form_to_settle"
    if created:
        record(event, subject=row, organisation_id=operator.organisation_id, disclosed=True)
    elif row.status == ExceptionStatus.SETTLED:
        move(
            row, "reopen", table=EXCEPTION_TABLE, event=event, organisation_id=operator.organisation_id, disclosed=True
        )


def explain_form(*, operator: Operator, explained: str, actor: Actor, now: datetime) -> FormException:
    """What the company says about its form: who decides, who benefits."""
    with acting(actor=actor, at=now):
        found = FormException.objects.filter(operator=operator).first()
        if found is None:
            raise Refused(_("Your legal form needs no explanation."))
        row = locked(found)
        write(row, {"explained": explained.strip()})
        record("operator.form_explained", subject=row, organisation_id=operator.organisation_id, disclosed=True)
        return row


def settle_form(*, exception: FormException, treatment: str, reason: str, actor: User, now: datetime) -> FormException:
    """An officer records who counts as owner and who answers; the reason stays inside, the treatment is read by both."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(exception)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        if not treatment.strip():
            raise Refused(_("Write who counts as owner and who answers for the company."))
        move(
            row,
            "settle",
            table=EXCEPTION_TABLE,
            event="operator.form_settled",
            organisation_id=row.operator.organisation_id,
            disclosed=True,
            also={"treatment": treatment.strip(), "settled_at": now, "settled_by": actor},
        )
        return row


def _checked_tin(tin: str) -> str:
    number = rules.normalised_tin(tin)
    if not rules.is_tin(number, settings.TIN_PATTERN):
        raise Refused(
            _("Enter the TIN as two letters for the country and then letters and figures, such as XA1234567.")
        )
    return number


def _refuse_second_registration(user: User, number: str, on: date) -> None:
    own = user.memberships.filter(in_force(on)).values("organisation")
    User.objects.select_for_update().get(pk=user.pk)  # two clicks on one button make one company
    if Operator.objects.filter(tin=number, organisation__in=own).exists():
        raise Refused(_("You have registered this company already."))


def _size(employees: int, turnover: Decimal | None, currency: str, on: date) -> tuple[str, int]:
    """By the definition in force; a turnover in a currency that is no longer the national one does not count."""
    current = configuration(on)
    counted = turnover if currency == settings.CURRENCY else None
    small = small_firm(employees, current, turnover=counted)
    return (FirmSize.SMALL if small else FirmSize.LARGE), current.number


def edit_operator(
    *,
    operator: Operator,
    changes: Mapping[str, Any],
    version: int,
    shown: bool = False,
    actor: Actor,
    now: datetime,
) -> Operator:
    """Change the company record. `version` is the one the editor saw; a newer one raises StaleEdit and writes nothing.

    The size follows the number of employees and the turnover. Once verified, legal name and TIN stay as they were, unless the change was
    `shown` to Customs. Before, either change ends a claim that is open: it was for the company as it stood.
    """
    with acting(actor=actor, at=now):
        row = locked(operator)
        changed = {name: value for name, value in changes.items() if name in EDITABLE and getattr(row, name) != value}
        if version != row.version:
            raise StaleEdit(row, last_editor(row))
        if "tin" in changed:
            changed["tin"] = _checked_tin(changed["tin"])
        if row.status == OperatorStatus.VERIFIED and LEGAL_IDENTITY & changed.keys() and not shown:
            raise Refused(_("Legal name and TIN were shown to Customs. Ask your contact there to change them."))
        if not changed:
            return row
        before = {name: getattr(row, name) for name in changed}
        was_small = row.size == FirmSize.SMALL
        _resize(row, changed, local_date(now))
        changed["version"] = row.version + 1
        write(row, changed)
        if "legal_name" in changed:
            row.organisation.name = row.legal_name
            row.organisation.save(update_fields=["name"])
        record(
            "operator.edited",
            subject=row,
            organisation_id=row.organisation_id,
            disclosed=True,
            data={name: {"from": value, "to": getattr(row, name)} for name, value in before.items()},
        )
        if "structure" in changed:
            look_at_form(row, now)
        if LEGAL_IDENTITY & changed.keys():
            end_claim_for_another(row, actor, now)
        if {"legal_name", "trading_names"} & changed.keys():
            enqueue(SCREENING, {"operator_id": row.pk}, now=now)
        if was_small and row.size != FirmSize.SMALL:
            _tell_no_longer_small(row, actor, now)
        return row


def _tell_no_longer_small(row: Operator, actor: Actor, now: datetime) -> None:
    """What rested on the size is to be looked at again: simpler papers, trade through others (acceptance case 22)."""
    officers = list(current_assignments([row]).get(row.pk, {}).values())
    leaders = staff_in_role(StaffRole.TEAM_LEADER, local_date(now), row.office) if row.office else ()
    notify(
        recipients=officers or leaders,
        kind=NoticeKind.ACTION,
        title=lambda: _("{company} is no longer a small firm: check what rests on its size").format(
            company=row.legal_name
        ),
        url=reverse("operators:operator", args=[row.public_id]),
        office=row.office,
        once_key=f"no-longer-small:{row.pk}:{row.version}",
        actor=actor,
        now=now,
    )


def _resize(row: Operator, changed: dict[str, Any], on: date) -> None:
    """What follows for the size when employees or turnover change."""
    if not {"employees", "turnover"} & changed.keys():
        return
    if "turnover" in changed:
        changed["turnover_currency"] = settings.CURRENCY if changed["turnover"] is not None else ""
    changed["size"], changed["size_rule_version"] = _size(
        changed.get("employees", row.employees),
        changed.get("turnover", row.turnover),
        changed.get("turnover_currency", row.turnover_currency),
        on,
    )


def write(row: Any, changed: Mapping[str, Any]) -> None:
    """Set the fields and save only these."""
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def last_editor(row: Any) -> str:
    """Who wrote the row last, from its history."""
    history = type(row).pgh_event_model
    last = history.objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id").first()
    return str(last.pgh_context.get("actor", "")) if last else ""


def verify(operator: Operator, now: datetime) -> None:
    """Note the number as a dated identifier once it is shown; the caller moves the status inside an act."""
    Identifier.objects.get_or_create(
        operator=operator,
        scheme=IdentifierScheme.TIN,
        value=operator.tin,
        defaults={"valid_from": local_date(now)},
    )


# --- the holder's own consents ------------------------------------------------------------------------------------------


def set_listed(*, operator: Operator, listed: bool, actor: Actor, now: datetime) -> Operator:
    """The holder's free choice to be shown in the public register."""
    with acting(actor=actor, at=now):
        row = locked(operator)
        if row.listed != listed:
            write(row, {"listed": listed, "listed_changed_at": now})
            event = "operator.listed" if listed else "operator.unlisted"
            record(event, subject=row, organisation_id=row.organisation_id, disclosed=True)
        return row


def give_exchange_consent(*, operator: Operator, partner_code: str, actor: Actor, now: datetime) -> ExchangeConsent:
    """Consent to exchange with one partner administration; the consent that is there when it was given before."""
    with acting(actor=actor, at=now):
        locked(operator)
        running = {"operator": operator, "partner_code": partner_code, "withdrawn_at": None}
        row, created = ExchangeConsent.objects.get_or_create(**running, defaults={"given_at": now})
        if created:
            _record_consent("exchange_consent.given", row)
        return row


def withdraw_exchange_consent(*, operator: Operator, partner_code: str, actor: Actor, now: datetime) -> None:
    """Withdraw the consent; nothing happens when there is none."""
    with acting(actor=actor, at=now):
        locked(operator)
        rows = ExchangeConsent.objects.filter(operator=operator, partner_code=partner_code, withdrawn_at__isnull=True)
        for row in rows:
            write(row, {"withdrawn_at": now})
            _record_consent("exchange_consent.withdrawn", row)


def _record_consent(event: str, row: ExchangeConsent) -> None:
    organisation = row.operator.organisation_id
    record(event, subject=row, organisation_id=organisation, disclosed=True, data={"partner": row.partner_code})
