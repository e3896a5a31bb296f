"""Signing and sending: one declaration over the answers as they stand, one change of state, however often it is pressed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications import rules
from applications.models import AcceptanceItem, Application, Declaration
from applications.selectors import Assessment, Row, assessment
from applications.states import AcceptanceCheck, ApplicationStatus
from foundation.audit.services import Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence.services import settle_notices
from foundation.identity.models import User
from foundation.identity.selectors import company_roles
from foundation.identity.states import CompanyRole
from operators.models import Operator
from operators.selectors import agreed_members
from operators.states import OperatorStatus
from programme.selectors import terms

from .drafts import refuse_full, refuse_no_holder
from .lending import end_loans
from .life import step


def submit(*, application: Application, signatory: User, now: datetime) -> Application:
    """Sign and send. Sending again gives back the application as it was sent.

    Raises Refused, with every reason in `breaches`, when something is missing, the power to act for the company is not
    shown, or the person is not a signatory of the company today. The acceptance limit is started by `lifecycle`.
    """
    with acting(actor=signatory, at=now):
        row = locked(application)
        if row.status != ApplicationStatus.DRAFT:
            if row.submitted_at is None:
                raise Refused(_("This draft was given up. Begin a new application."))
            return row
        end_loans(row, local_date(now))
        sheet = assessment(row, local_date(now))
        _refuse(row, sheet, signatory, now)
        _declare(row, sheet, signatory, now)
        AcceptanceItem.objects.bulk_create(
            AcceptanceItem(application=row, code=code, passed=None) for code in AcceptanceCheck.values
        )
        step(row, "submit", event="application.submitted", data={"number": row.number}, also={"submitted_at": now})
        settle_notices(file_id=row.public_id, now=now)
        return row


def _refuse(row: Application, sheet: Assessment, signatory: User, now: datetime) -> None:
    roles = company_roles(signatory, row.operator.organisation, local_date(now))
    if CompanyRole.SIGNATORY not in roles:
        raise Refused(_("Only a signatory of the company can sign and send."))
    if row.operator.status != OperatorStatus.VERIFIED:
        raise Refused(_("You can send it once it is shown that you may act for the company."))
    refuse_no_holder(row.operator, local_date(now))
    lines = sheet.missing()
    if lines:
        raise Refused(_("Something is still missing."), tuple(line.text for line in lines))
    # Two companies that send for the last place wait for each other here.
    groups = row.operator_types.select_for_update(of=("self",)).order_by("pk").exclude(most_companies=None)
    refuse_full(row.operator, list(groups), local_date(now))


def _declare(row: Application, sheet: Assessment, signatory: User, now: datetime) -> Declaration:
    snapshot = snapshot_of(sheet, agreed_members(row.operator, local_date(now)))
    return Declaration.objects.create(
        application=row,
        terms=terms(local_date(now)),
        signatory=signatory,
        signatory_label=signatory.actor_label,
        signed_at=now,
        answers_digest=rules.digest(snapshot),
        answers=snapshot,
    )


def snapshot_of(sheet: Assessment, covers: Iterable[Operator] = ()) -> dict[str, Any]:
    """The answers as plain values, in the order of the questions, with the companies of a group that the file speaks for."""
    application = sheet.application
    return {
        "number": application.number,
        "kinds": list(application.kinds),
        "operator_types": sorted(row.token for row in application.operator_types.all()),
        "covers": [{"tin": row.tin, "name": row.legal_name} for row in covers],
        "criteria_set": application.criteria_set.number,
        "start_answers": dict(sorted(sheet.starts.items())),
        "answers": [_plain(row) for row in (*sheet.rows, *(row for row in sheet.looked_up if row.answer))],
    }


def _plain(row: Row) -> dict[str, Any]:
    answer = row.answer
    if answer is None:
        return {"code": row.criterion.code, "site": str(row.site.public_id) if row.site else None}
    return {
        "code": row.criterion.code,
        "site": str(row.site.public_id) if row.site else None,
        "outcome": answer.outcome,
        "how": answer.how,
        "reason": answer.reason,
        "plan": answer.plan,
        "planned_until": answer.planned_until.isoformat() if answer.planned_until else None,
        "papers": [
            {"id": str(paper.public_id), "title": paper.title, "sha256": paper.sha256} for paper in row.documents
        ],
        "certificates": [
            {"id": str(proof.public_id), "title": proof.title, "number": proof.number, "issuer": proof.issuer}
            for proof in row.proofs
        ],
        "met_through": [{"role": link.role, "name": link.name, "tin": link.tin} for link in row.others],
        "speaks_for": [str(site.public_id) for site in row.members],
    }
