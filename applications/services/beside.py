"""What is written beside an answer: certificates and reports that serve as evidence, others who meet a criterion, evidence
both sides agree on, comments inside the company, and places that differ from their group."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import (
    Answer,
    Application,
    Comment,
    EvidenceAgreement,
    MetThrough,
    Proof,
    SiteException,
)
from applications.selectors.files import concerns
from applications.states import TERMINAL
from foundation.audit.services import Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence.services import notify, notify_company, settle_notices
from foundation.correspondence.states import NoticeKind
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.states import CompanyRole
from operators.models import Operator, Site
from operators.services import demand_independence
from operators.states import OperatorStatus
from programme.models import Criterion

from .answers import VALUES, add_papers, draft, refuse_foreign, touch
from .life import note


def add_proof(
    *,
    application: Application,
    criterion: Criterion,
    site: Site | None,
    kind: str,
    title: str,
    number: str,
    issuer: str,
    issued_on: date | None,
    expires_on: date | None,
    document: Document | None,
    user: User,
    now: datetime,
) -> Proof:
    """Name a certificate or report the company has already, and let it serve this answer."""
    if issued_on and expires_on and expires_on < issued_on:
        raise Refused(_("It ends before it was issued. Correct one of the two days."))
    with acting(actor=user, at=now):
        row = draft(application)
        answer = _answer_at(row, criterion, site, user, now)
        proof = Proof.objects.create(
            operator=row.operator,
            kind=kind,
            title=title.strip(),
            number=number.strip(),
            issuer=issuer.strip(),
            issued_on=issued_on,
            expires_on=expires_on,
            document=document,
            added_at=now,
            added_by_label=user.actor_label,
        )
        proof.answers.add(answer)
        note(row, "application.proof_named", code=criterion.code, title=proof.title)
        touch(row, user, now)
        return proof


def use_proof(
    *, application: Application, criterion: Criterion, site: Site | None, proof: Proof, user: User, now: datetime
) -> None:
    """Let a certificate that is named already serve another answer."""
    with acting(actor=user, at=now):
        row = draft(application)
        if proof.operator_id != row.operator_id:
            raise Refused(_("This certificate does not belong to the company."))
        proof.answers.add(_answer_at(row, criterion, site, user, now))
        touch(row, user, now)


def drop_proof(*, answer: Answer, proof: Proof, user: User, now: datetime) -> None:
    """Take a certificate away from an answer; it stays with the company."""
    with acting(actor=user, at=now):
        row = draft(answer.application)
        proof.answers.remove(answer)
        touch(row, user, now)


def name_other(
    *,
    application: Application,
    criterion: Criterion,
    site: Site | None,
    role: str,
    name: str,
    tin: str,
    user: User,
    now: datetime,
) -> MetThrough:
    """Somebody else meets this criterion for the company. Naming the same one twice changes nothing."""
    with acting(actor=user, at=now):
        row = draft(application)
        answer = _answer_at(row, criterion, site, user, now)
        number = tin.strip().upper()
        known = Operator.objects.filter(tin__iexact=number, status=OperatorStatus.VERIFIED).first() if number else None
        link, _created = MetThrough.objects.update_or_create(
            answer=answer,
            role=role,
            name=name.strip(),
            defaults={"tin": number, "operator": known, "added_at": now, "added_by_label": user.actor_label},
        )
        touch(row, user, now)
        return link


def drop_other(*, link: MetThrough, user: User, now: datetime) -> None:
    """The other no longer meets the criterion for the company."""
    with acting(actor=user, at=now):
        row = draft(link.answer.application)
        link.delete()
        touch(row, user, now)


def comment(
    *, application: Application, criterion: Criterion, site: Site | None, text: str, user: User, now: datetime
) -> Comment:
    """Say something to colleagues at a question. Customs never reads it; it changes nothing of the answer."""
    if not text.strip():
        raise Refused(_("Write your comment."))
    with acting(actor=user, at=now):
        return Comment.objects.create(
            application=application, criterion=criterion, site=site, text=text.strip(), author=user, written_at=now
        )


def answer_differently(
    *, application: Application, criterion: Criterion, site: Site, like: Answer | None, user: User, now: datetime
) -> Answer:
    """One place of a group answers for itself from now on; it begins with the words and papers of the group."""
    with acting(actor=user, at=now):
        row = draft(application)
        refuse_foreign(row, criterion, site)
        SiteException.objects.get_or_create(application=row, criterion=criterion, site=site)
        words = {name: getattr(like, name) for name in VALUES} if like else {}
        answer, created = Answer.objects.get_or_create(
            application=row, criterion=criterion, site=site, defaults={**words, "saved_at": now, "saved_by": user}
        )
        if created and like:
            add_papers(answer, like.documents.filter(removed_at__isnull=True), user, now)
            answer.proofs.set(like.proofs.all())
        touch(row, user, now)
        return answer


def answer_alike(*, application: Application, criterion: Criterion, site: Site, user: User, now: datetime) -> None:
    """The place is answered with its group again; what was said for it alone is taken away, its history stays."""
    with acting(actor=user, at=now):
        row = draft(application)
        SiteException.objects.filter(application=row, criterion=criterion, site=site).delete()
        Answer.objects.filter(application=row, criterion=criterion, site=site).delete()
        touch(row, user, now)


def propose_evidence(
    *,
    application: Application,
    criterion: Criterion,
    site: Site | None,
    text: str,
    by_trader: bool,
    actor: User,
    now: datetime,
) -> EvidenceAgreement:
    """One side says what would be enough for a question. What was agreed before has to be agreed on anew."""
    if not text.strip():
        raise Refused(_("Write what would show it."))
    with acting(actor=actor, at=now):
        row = _undecided(application)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        refuse_foreign(row, criterion, site)
        values = {
            "text": text.strip(),
            "by_trader": by_trader,
            "proposed_at": now,
            "proposed_by_label": actor.actor_label,
            "agreed_at": None,
            "agreed_by_label": "",
        }
        agreement, _created = EvidenceAgreement.objects.update_or_create(
            application=row, criterion=criterion, site=site, defaults=values
        )
        note(row, "application.evidence_proposed", code=criterion.code, text=agreement.text)
        _tell(row, agreement, actor, now)
        return agreement


def agree_evidence(*, agreement: EvidenceAgreement, by_trader: bool, actor: User, now: datetime) -> EvidenceAgreement:
    """The other side says yes. Agreeing twice keeps the first day."""
    with acting(actor=actor, at=now):
        row = _undecided(agreement.application)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        mine = locked(agreement)
        if mine.by_trader == by_trader:
            raise Refused(_("You proposed this yourself. The other side has to agree."))
        if mine.agreed_at is None:
            mine.agreed_at, mine.agreed_by_label = now, actor.actor_label
            mine.save(update_fields=["agreed_at", "agreed_by_label"])
            note(row, "application.evidence_agreed", code=mine.criterion.code, text=mine.text)
            settle_notices(file_id=row.public_id, url=_question(mine) if by_trader else _staff_page(mine), now=now)
        return mine


def _answer_at(row: Application, criterion: Criterion, site: Site | None, user: User, now: datetime) -> Answer:
    refuse_foreign(row, criterion, site)
    answer, _created = Answer.objects.get_or_create(
        application=row, criterion=criterion, site=site, defaults={"saved_at": now, "saved_by": user}
    )
    return answer


def _undecided(application: Application) -> Application:
    row = locked(application)
    if row.status in TERMINAL:
        raise Refused(_("This file has ended."))
    return row


def _tell(row: Application, agreement: EvidenceAgreement, actor: User, now: datetime) -> None:
    """The other side is told; for a draft nobody at Customs works on it yet."""
    code = agreement.criterion.code
    if not agreement.by_trader:
        notify_company(
            organisation=row.operator.organisation,
            roles=(CompanyRole.PREPARER, CompanyRole.ADMINISTRATOR),
            kind=NoticeKind.ACTION,
            title=lambda: _("Customs says what would be enough for %(code)s") % {"code": code},
            url=_question(agreement),
            file_id=row.public_id,
            concerns=concerns(row),
            actor=actor,
            now=now,
        )
    elif row.case_officer and row.submitted_at:
        notify(
            recipients=[row.case_officer],
            kind=NoticeKind.ACTION,
            title=lambda: _("%(number)s: evidence proposed for %(code)s") % {"number": row.number, "code": code},
            url=_staff_page(agreement),
            file_id=row.public_id,
            actor=actor,
            now=now,
        )


def _question(agreement: EvidenceAgreement) -> str:
    url = reverse("applications:question", args=[agreement.application.public_id, agreement.criterion.code])
    return _at_place(url, agreement)


def _staff_page(agreement: EvidenceAgreement) -> str:
    url = reverse("applications:evidence", args=[agreement.application.public_id, agreement.criterion.code])
    return _at_place(url, agreement)


def _at_place(url: str, agreement: EvidenceAgreement) -> str:
    return f"{url}?site={agreement.site.public_id}" if agreement.site else url
