"""Claims: how somebody shows the power to act for a company. The code of a letter is known to its reader only; of two who
claim one number an officer chooses."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify
from foundation.documents import services as documents
from foundation.documents.models import Document
from foundation.documents.states import Confidentiality
from foundation.identity.models import User
from foundation.identity.selectors import company_roles
from foundation.identity.states import CompanyRole
from operators import rules
from operators.adapters import secrets
from operators.models import Claim, Operator
from operators.rules import ClaimBreach
from operators.states import OPERATOR_TABLE, ClaimMethod, ClaimStatus, OperatorStatus
from programme.selectors import configuration, figure
from programme.states import FigureCode

from .closing import close_claim
from .companies import verify
from .independence import demand_independence


def claim(
    *,
    operator: Operator,
    claimant: User,
    method: str,
    deed: Document | None = None,
    upload: "UploadedFile[Any] | None" = None,
    now: datetime,
) -> Claim:
    """Claim the power to act. The same claim again gives the one that is open; another way replaces it.

    `upload` is the paper as it was sent: it is taken in with the claim or not at all.
    """
    with acting(actor=claimant, at=now):
        _lock_number(operator.tin)
        if upload is not None and method == ClaimMethod.DEED:
            deed = _deed(operator, upload, claimant, now)
        row = locked(operator)
        if row.status == OperatorStatus.VERIFIED:
            raise Refused(_("The power to act for this company is shown already."))
        if CompanyRole.ADMINISTRATOR not in company_roles(claimant, row.organisation, local_date(now)):
            raise Refused(_("Only an administrator of the company can do this."))
        if method == ClaimMethod.DEED and (deed is None or deed.organisation_id != row.organisation_id):
            raise Refused(_("Add the paper that shows who may act for the company."))
        found = Claim.objects.filter(operator=row, status=ClaimStatus.OPEN).first()
        if found and (found.method, found.deed_id) == (method, deed.pk if deed else None):
            return found
        if found:
            close_claim(found, "reject", claimant, now, reason=_("Replaced by another way to show it."))
        return _opened(row, claimant, method, deed, now)


def _deed(operator: Operator, upload: "UploadedFile[Any]", claimant: User, now: datetime) -> Document:
    return documents.upload(
        organisation=operator.organisation,
        upload=upload,
        title=_("Paper that shows who may act"),
        confidentiality=Confidentiality.COMPANY,
        uploader=claimant,
        uploader_label=claimant.full_name,
        now=now,
    )


def _opened(operator: Operator, claimant: User, method: str, deed: Document | None, now: datetime) -> Claim:
    contested = _contest(operator)
    opened = Claim.objects.create(
        operator=operator,
        claimant=claimant,
        method=method,
        deed=deed,
        needs_officer=contested,
        opened_at=now,
    )
    _record("claim.opened", opened, {"method": method})
    return opened


def _lock_number(tin: str) -> None:
    """Everybody who claims this number waits here, so that of two claims each sees the other.

    Companies are locked before claims and in one order, whoever comes first: else two would wait for each other.
    """
    list(Operator.objects.select_for_update(of=("self",)).filter(tin=tin).order_by("pk").values_list("pk", flat=True))


def _contest(operator: Operator) -> bool:
    """Whether an officer must choose (OPR-R05); the rival claims then go to the officer as well."""
    same = Operator.objects.filter(tin=operator.tin).exclude(pk=operator.pk)
    rivals = Claim.objects.filter(operator__in=same, status=ClaimStatus.OPEN)
    holders = same.filter(status=OperatorStatus.VERIFIED).count()
    contested = rules.needs_officer(rival_claims=rivals.count(), verified_holders=holders)
    for rival in rivals.filter(needs_officer=False):
        rival.needs_officer = True
        rival.save(update_fields=["needs_officer"])
    return contested


def send_code(*, claim: Claim, actor: Actor, now: datetime) -> str:
    """Make the code for a letter and give it back for printing, once: only its digest is kept.

    Printing again makes another code; the one before no longer counts.
    """
    with acting(actor=actor, at=now):
        _lock_number(claim.operator.tin)
        row = locked(claim)
        if row.status != ClaimStatus.OPEN or row.method != ClaimMethod.LETTER_CODE:
            raise Refused(_("No letter is due for this claim."))
        code = secrets.new_code(rules.CODE_ALPHABET, rules.CODE_LENGTH)
        days = figure(FigureCode.CLAIM_CODE_DAYS, configuration(local_date(now)))
        row.code_digest = secrets.code_digest(code)
        row.code_sent_at = now
        row.code_expires_on = local_date(now) + timedelta(days=days)
        row.failed_tries = 0
        row.save(update_fields=["code_digest", "code_sent_at", "code_expires_on", "failed_tries"])
        _record("claim.letter_printed", row)
        return rules.spoken_code(code)


def confirm_claim_by_code(*, claim: Claim, code: str, user: User, now: datetime) -> Claim:
    """Show the power to act by the code of the letter. A wrong code is counted, also though it is refused.

    When somebody else claims or holds the number, the right code is noted and an officer decides.
    """
    with acting(actor=user, at=now):
        _lock_number(claim.operator.tin)
        row = locked(claim)
        if CompanyRole.ADMINISTRATOR not in company_roles(user, row.operator.organisation, local_date(now)):
            raise Refused(_("Only an administrator of the company can do this."))
        _refuse_breaches(row, now)
        right = secrets.is_code(rules.normalised_code(code), row.code_digest)
        if not right:
            row.failed_tries += 1
            row.save(update_fields=["failed_tries"])
            _record("claim.code_wrong", row, {"tries": row.failed_tries})
        else:
            _record("claim.code_right", row)
            if not row.needs_officer:
                _confirm(row, user, now)
    if not right:
        raise Refused(_("This is not the code of the letter. Check each letter and figure."))
    return row


def _refuse_breaches(row: Claim, now: datetime) -> None:
    facts = rules.ClaimFacts(row.status, bool(row.code_digest), row.code_expires_on, row.failed_tries)
    texts = {
        ClaimBreach.CLOSED: _("This is settled already."),
        ClaimBreach.TOO_OFTEN: _("Too many wrong codes. Ask for a new letter."),
        ClaimBreach.NO_CODE: _("Your letter is not sent yet. Wait until it arrives."),
        ClaimBreach.EXPIRED: _("The code of this letter has run out. Ask for a new letter."),
    }
    breaches = rules.claim_breaches(facts, on=local_date(now))
    if breaches:
        raise Refused(texts[breaches[0]], tuple(texts[breach] for breach in breaches))


def confirm_by_sign_on(*, operator: Operator, claimant: User, numbers: Collection[str], now: datetime) -> Claim:
    """Show the power to act by national sign-on: `numbers` are those the sign-on says this person acts for."""
    with acting(actor=claimant, at=now):
        if operator.tin not in {rules.normalised_tin(number) for number in numbers}:
            raise Refused(_("Your national sign-on does not name this company. Choose another way."))
        row = locked(claim(operator=operator, claimant=claimant, method=ClaimMethod.SIGN_ON, now=now))
        if not row.needs_officer:
            _confirm(row, claimant, now)
        return row


def decide_claim(*, claim: Claim, confirm: bool, reason: str, actor: User, now: datetime) -> Claim:
    """An officer confirms or rejects a claim. A number that a verified company holds is not given a second time."""
    with acting(actor=actor, at=now, reason=reason):
        _lock_number(claim.operator.tin)
        row = locked(claim)
        if actor.pk == row.claimant_id:
            raise Refused(_("You can’t decide your own claim."))
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        if not reason.strip():
            raise Refused(_("Write what you have seen, or why you reject the claim."))
        if confirm:
            _confirm(row, actor, now)
        else:
            close_claim(row, "reject", actor, now, reason=reason)
            operator = locked(row.operator)
            if operator.status == OperatorStatus.UNVERIFIED:
                _move_operator(operator, "reject", "operator.rejected")
        _tell_claimant(row, actor, now, confirmed=confirm)
        return row


def _confirm(row: Claim, actor: Actor, now: datetime) -> None:
    close_claim(row, "confirm", actor, now)
    operator = locked(row.operator)
    try:
        with transaction.atomic():
            _move_operator(operator, "verify", "operator.verified")
    except IntegrityError as error:
        raise Refused(_("A verified company holds this number already.")) from error
    verify(operator, now)


def _move_operator(operator: Operator, transition: str, event: str) -> None:
    move(
        operator,
        transition,
        table=OPERATOR_TABLE,
        event=event,
        organisation_id=operator.organisation_id,
        disclosed=True,
    )


def _tell_claimant(row: Claim, actor: Actor, now: datetime, *, confirmed: bool) -> None:
    """Only the claimant is told: a rejected claimant's colleagues are strangers to the company."""

    def said() -> str:
        text = _("You can now send applications for {company}.") if confirmed else _("We could not confirm {company}.")
        return text.format(company=row.operator.legal_name)

    notify(
        recipients=[row.claimant],
        organisation=row.operator.organisation,
        kind="INFORMATION" if confirmed else "ACTION",
        title=said,
        url=reverse("operators:company") if confirmed else reverse("operators:claim"),
        once_key=f"claim.decided:{row.public_id}",
        actor=actor,
        now=now,
    )


def _record(event: str, row: Claim, data: dict[str, object] | None = None) -> None:
    record(
        event, subject=row, organisation_id=row.operator.organisation_id, data={"claim": row.public_id, **(data or {})}
    )
