"""Groups of companies: formed by a lead company, joined by each member's own yes. Whether a group may hold a certificate
is a figure of the configuration."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.correspondence.services import enqueue, notify_company
from foundation.identity.states import CompanyRole
from operators import rules
from operators.models import CompanyGroup, GroupMember, Operator
from operators.states import OperatorStatus
from programme.selectors import configuration, figure
from programme.states import FigureCode

LEFT = "lifecycle.tasks.leave_group"


def form_group(*, lead: Operator, name: str, actor: Actor, now: datetime) -> CompanyGroup:
    """Form a group with this company in the lead; the group that it leads already when there is one."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        row = locked(lead)
        if not figure(FigureCode.GROUP_HOLDERS, configuration(on)):
            raise Refused(_("A certificate belongs to one company here. Each company of a group applies by itself."))
        found = CompanyGroup.objects.filter(lead=row).first()
        if found is not None:
            return found
        group = CompanyGroup.objects.create(name=name.strip(), lead=row, formed_at=now)
        record("group.formed", subject=group, organisation_id=row.organisation_id, disclosed=True, data={"name": name})
        return group


def ask_member(*, group: CompanyGroup, tin: str, actor: Actor, now: datetime) -> None:
    """Ask a company to join. The answer is the same whether or not the number is known, so a stranger learns nothing."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        row = locked(group)
        if row.lead.status != OperatorStatus.VERIFIED:  # a stranger writes to no company in somebody's name
            raise Refused(_("You can send it once it is shown that you may act for the company."))
        number = rules.normalised_tin(tin)
        if number == row.lead.tin:
            raise Refused(_("Your own company leads the group; it is part of it already."))
        data = {"group": row.name, "tin": number}
        record("group.asked", subject=row, organisation_id=row.lead.organisation_id, disclosed=True, data=data)
        member = Operator.objects.filter(tin=number, status=OperatorStatus.VERIFIED).first()
        if member is None or not _added(row, member, on):
            return
        notify_company(
            organisation=member.organisation,
            roles=(CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY),
            kind="ACTION",
            title=lambda: _("{company} asks you to join its group “{group}”").format(
                company=row.lead.legal_name, group=row.name
            ),
            url=reverse("operators:group"),
            actor=actor,
            now=now,
        )


def _added(group: CompanyGroup, member: Operator, on: date) -> bool:
    try:
        with transaction.atomic():
            GroupMember.objects.create(group=group, operator=member, valid_from=on)
    except IntegrityError:  # it belongs to a group already; whose is not told
        return False
    return True


def join_group(*, member: GroupMember, actor: Actor, now: datetime) -> GroupMember:
    """A member says yes for itself."""
    with acting(actor=actor, at=now):
        row = locked(member)
        if row.agreed_at is None and row.valid_until is None:
            row.agreed_at, row.agreed_by_label = now, actor.actor_label
            row.save(update_fields=["agreed_at", "agreed_by_label"])
            _record("group.joined", row)
        return row


def leave_group(*, member: GroupMember, actor: Actor, now: datetime) -> None:
    """A member leaves, or says no, or the lead takes it out; from tomorrow it no longer counts."""
    on = local_date(now)
    with acting(actor=actor, at=now):
        row = locked(member)
        if row.valid_until is None:
            row.valid_until = max(on, row.valid_from)
            row.save(update_fields=["valid_until"])
            _record("group.left", row)
            enqueue(LEFT, {"member_id": row.pk}, now=now, once_key=f"group-left:{row.pk}")


def _record(event: str, row: GroupMember) -> None:
    data = {"group": row.group.name, "company": row.operator.legal_name}
    for organisation in (row.operator.organisation_id, row.group.lead.organisation_id):
        record(event, subject=row, organisation_id=organisation, disclosed=True, data=data)
