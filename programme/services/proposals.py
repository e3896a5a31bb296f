"""A criterion that another authority proposes: proposed, talked about, answered with a reason, kept with its origin."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from programme import selectors
from programme.models import Criterion, CriterionProposal, ProposalMessage, Section
from programme.states import PROPOSAL_TABLE, AnsweredBy, ProposalStatus, Scope, Stage, Weight

from .criteria import add_part


def propose_criterion(
    *, agency: str, title: str, requirement: str, reason: str, origin: str, kind: str, actor: User, now: datetime
) -> CriterionProposal:
    """Propose a criterion; the central unit is told."""
    with acting(actor=actor, at=now):
        row = CriterionProposal.objects.create(
            agency=agency,
            title=title,
            requirement=requirement,
            reason=reason,
            origin=origin,
            kind=kind,
            proposed_by=actor,
            proposed_at=now,
        )
        record("proposal.made", subject=row, data={"agency": agency, "title": title})
        _tell(row, list(staff_in_role(StaffRole.PROGRAMME_ADMIN, local_date(now))), actor, now)
        return row


def discuss_proposal(*, proposal: CriterionProposal, text: str, actor: User, now: datetime) -> ProposalMessage:
    """Say something about an open proposal; the other side is told."""
    with acting(actor=actor, at=now):
        row = locked(proposal)
        if row.status != ProposalStatus.OPEN:
            raise Refused(_("This proposal is answered. Make a new one to go on talking."))
        message = ProposalMessage.objects.create(proposal=row, author=actor, at=now, text=text)
        record("proposal.discussed", subject=row)
        central = list(staff_in_role(StaffRole.PROGRAMME_ADMIN, local_date(now)))
        _tell(row, [row.proposed_by] if actor in central else central, actor, now)
        return message


def take_proposal(*, proposal: CriterionProposal, code: str, answer: str, actor: User, now: datetime) -> Criterion:
    """Take a proposal into the draft as a criterion with its origin, to be worded there; its author is told."""
    with acting(actor=actor, at=now, reason=answer):
        row = locked(proposal)
        if row.status != ProposalStatus.OPEN:
            raise Refused(_("This is no longer possible: somebody else has answered the proposal."))
        draft = selectors.draft_criteria_set()
        if draft is None:
            raise Refused(_("There is no draft to take it into. Begin a new version first."))
        section = selectors.sections(draft).filter(letter=code.partition("-")[0]).first()
        if section is None:
            raise Refused(_("The draft has no section for this code. Add the section or choose another code."))
        criterion = add_part(
            model=Criterion,
            criteria_set=draft,
            values=_as_criterion(row, code, section),
            actor=actor,
            now=now,
        )
        also = {"criterion_code": code, "criteria_set_number": draft.number}
        _answer(row, "take", "proposal.taken", answer, also, actor, now)
        return criterion


def _as_criterion(row: CriterionProposal, code: str, section: Section) -> dict[str, object]:
    return {
        "code": code,
        "section": section,
        "title": row.title,
        "plain_question": row.title,
        "requirement": row.requirement,
        "evidence": row.requirement,
        "good_evidence_example": row.requirement,
        "weight": Weight.SHOULD,
        "families": selectors.families(),
        "kinds": [row.kind],
        "stage": Stage.BOTH,
        "answered_by": AnsweredBy.TRADER,
        "scope": Scope.COMPANY,
        "origin": f"{row.agency}: {row.origin}"[:80],
    }


def leave_proposal(*, proposal: CriterionProposal, answer: str, actor: User, now: datetime) -> CriterionProposal:
    """Answer that a proposal is not taken, and why; its author is told."""
    with acting(actor=actor, at=now, reason=answer):
        row = locked(proposal)
        _answer(row, "leave", "proposal.not_taken", answer, {}, actor, now)
        return row


def withdraw_proposal(*, proposal: CriterionProposal, actor: User, now: datetime) -> CriterionProposal:
    """Take an own proposal back."""
    with acting(actor=actor, at=now):
        row = locked(proposal)
        if row.proposed_by_id != actor.pk:
            raise Refused(_("Only who made the proposal can take it back."))
        move(row, "withdraw", table=PROPOSAL_TABLE, event="proposal.withdrawn")
        return row


def _answer(
    row: CriterionProposal, name: str, event: str, answer: str, also: dict[str, object], actor: User, now: datetime
) -> None:
    given = {"answer": answer, "answered_by_label": actor.actor_label, "answered_at": now}
    data = {key: str(value) for key, value in also.items()}
    move(row, name, table=PROPOSAL_TABLE, event=event, data=data, also={**also, **given})
    _tell(row, [row.proposed_by], actor, now)


def _tell(row: CriterionProposal, people: list[User], actor: User, now: datetime) -> None:
    notify(
        recipients=[person for person in people if person != actor],
        kind=NoticeKind.INFORMATION,
        title=lambda: _("Proposed criterion: {title}").format(title=row.title),
        url=reverse("programme:proposal", args=[row.public_id]),
        actor=actor,
        now=now,
    )
