"""The supply chain of an operator: partners named, changed and ended, invited to become an AEO; exports through others."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.correspondence.services import enqueue
from operators import rules
from operators.adapters import mail, secrets
from operators.models import ChainInvitation, ChainPartner, IndirectExport, Operator
from operators.states import OperatorStatus
from programme.selectors import configuration, figure
from programme.states import FigureCode

from .companies import StaleEdit, last_editor, write

INVITATION_TASK = "operators.tasks.send_chain_invitation"
CONTACT_FIELDS = frozenset({"contact_name", "contact_email", "contact_phone"})
PARTNER_FIELDS = frozenset({"name", "tin", "country", "role", "tier", "helped"}) | CONTACT_FIELDS
MOST_PARTNERS = 1000
MOST_INVITATIONS_A_DAY = 50


def save_partner(
    *,
    operator: Operator,
    fields: Mapping[str, Any],
    partner: ChainPartner | None = None,
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> ChainPartner:
    """Name a partner of the chain, or change one. Nothing is compared with anybody's record, so nothing is told."""
    with acting(actor=actor, at=now):
        locked(operator)
        given = {name: value for name, value in fields.items() if name in PARTNER_FIELDS}
        given["tin"] = rules.normalised_tin(str(given.get("tin", "")))
        if given["tin"] and given["tin"] == operator.tin:
            raise Refused(_("This is your own number. Enter the number of the partner, or leave it empty."))
        row = _written(operator, partner, given, version, now)
        record(
            "chain.partner_saved",
            subject=row,
            organisation_id=operator.organisation_id,
            disclosed=True,
            data={"partner": row.public_id, "name": row.name, "role": row.role, "tier": row.tier},
        )
        return row


def _written(
    operator: Operator, partner: ChainPartner | None, given: dict[str, Any], version: int | None, now: datetime
) -> ChainPartner:
    try:
        with transaction.atomic():
            if partner is None:
                if ChainPartner.objects.filter(operator=operator, ended_on__isnull=True).count() >= MOST_PARTNERS:
                    raise Refused(_("A chain holds at most %(most)s partners.") % {"most": MOST_PARTNERS})
                return ChainPartner.objects.create(operator=operator, added_at=now, **given)
            row = locked(partner)
            if version is not None and version != row.version:
                raise StaleEdit(row, last_editor(row))
            write(row, {**given, "version": row.version + 1})
            return row
    except IntegrityError as error:
        raise Refused(_("A partner with this number and role is there already.")) from error


def end_partner(*, partner: ChainPartner, on: date, actor: Actor, now: datetime) -> ChainPartner:
    """The partner is no longer part of the chain; the row stays for the record."""
    with acting(actor=actor, at=now):
        row = locked(partner)
        if row.ended_on is None:
            write(row, {"ended_on": on})
            organisation = row.operator.organisation_id
            data = {"partner": row.public_id, "name": row.name}
            record("chain.partner_ended", subject=row, organisation_id=organisation, disclosed=True, data=data)
        return row


def invite_partner(
    *, partner: ChainPartner, email: str, message: str = "", actor: Actor, now: datetime
) -> ChainInvitation:
    """Ask a partner to become an AEO: an e-mail with a link. The link says who asked, and nothing of the company's files.

    Refused while the company is not verified: nobody writes to others from here in a name that is not shown to be theirs.
    """
    on = local_date(now)
    with acting(actor=actor, at=now):
        row = locked(partner)
        if row.operator.status != OperatorStatus.VERIFIED:
            raise Refused(_("You can send it once it is shown that you may act for the company."))
        if row.ended_on is not None:
            raise Refused(_("This partner is no longer part of your chain."))
        since = now - timedelta(days=1)
        sent = ChainInvitation.objects.filter(partner__operator=row.operator_id, sent_at__gt=since).count()
        if sent >= MOST_INVITATIONS_A_DAY:
            raise Refused(_("You have sent many invitations today. Send the next ones tomorrow."))
        days = figure(FigureCode.CHAIN_LINK_DAYS, configuration(on))
        invitation = ChainInvitation(
            partner=row,
            email=email.strip().lower(),
            message=message.strip(),
            sent_at=now,
            sent_by_label=actor.actor_label,
            expires_on=on + timedelta(days=days),
        )
        invitation.link_digest = secrets.token_digest(secrets.link_token(invitation.public_id, now))
        invitation.save()
        data = {"partner": row.public_id, "name": row.name}
        organisation = row.operator.organisation_id
        record("chain.invited", subject=invitation, organisation_id=organisation, disclosed=True, data=data)
        enqueue(INVITATION_TASK, {"invitation_id": invitation.pk}, now=now)
        return invitation


def mail_chain_invitation(*, invitation: ChainInvitation) -> None:
    """Send the e-mail; its token is made again from what the row holds."""
    mail.send_chain_invitation(invitation, secrets.link_token(invitation.public_id, invitation.sent_at))


def token_digest(token: str) -> str:
    """What is kept of a link's token."""
    return secrets.token_digest(token)


def save_indirect_export(
    *,
    operator: Operator,
    year: int,
    customer: str,
    customer_tin: str,
    first_half: int,
    second_half: int,
    actor: Actor,
    now: datetime,
) -> IndirectExport:
    """Note what another company exported of ours in a year; a customer of one year stands once and is written over."""
    with acting(actor=actor, at=now):
        locked(operator)
        row, _made = IndirectExport.objects.update_or_create(
            operator=operator,
            year=year,
            customer=customer.strip(),
            defaults={
                "customer_tin": rules.normalised_tin(customer_tin),
                "first_half": first_half,
                "second_half": second_half,
            },
        )
        data = {"year": year, "customer": row.customer, "first_half": first_half, "second_half": second_half}
        record(
            "indirect_export.saved", subject=row, organisation_id=operator.organisation_id, disclosed=True, data=data
        )
        return row


def remove_indirect_export(*, row: IndirectExport, actor: Actor, now: datetime) -> None:
    """Take a line out that was wrong; the history keeps it."""
    with acting(actor=actor, at=now):
        kept = locked(row)
        data = {"year": kept.year, "customer": kept.customer}
        organisation = kept.operator.organisation_id
        record("indirect_export.removed", subject=kept, organisation_id=organisation, disclosed=True, data=data)
        kept.delete()
