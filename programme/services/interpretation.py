"""How a criterion is read: an office asks, the central unit answers for all, and puts aside what no longer holds."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify, settle_page
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Office, User
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from programme import selectors
from programme.models import Interpretation
from programme.states import INTERPRETATION_TABLE


def ask_central_unit(*, code: str, question: str, office: Office | None, actor: User, now: datetime) -> Interpretation:
    """Ask how a criterion is read; the central unit is told."""
    with acting(actor=actor, at=now):
        row = _ask(code, question, office, actor, now)
        central = staff_in_role(StaffRole.PROGRAMME_ADMIN, local_date(now))
        _tell(row, list(central), _("Question about criterion {code}").format(code=code), NoticeKind.ACTION, actor, now)
        return row


def answer_question(
    *,
    interpretation: Interpretation,
    question: str,
    answer: str,
    is_precedent: bool,
    is_public: bool,
    actor: User,
    now: datetime,
) -> Interpretation:
    """Answer for all offices; `question` may be reworded so that no company can be recognised. Who asked is told."""
    with acting(actor=actor, at=now):
        row = locked(interpretation)
        if not answer.strip():
            raise Refused(_("Write the answer."))
        also = {
            "question": question,
            "answer": answer,
            "is_precedent": is_precedent,
            "is_public": is_public,
            "answered_by_label": actor.actor_label,
            "answered_at": now,
        }
        data = {"code": row.criterion_code, "public": is_public}
        move(row, "answer", table=INTERPRETATION_TABLE, event="interpretation.answered", data=data, also=also)
        settle_page(url=reverse("programme:interpretation", args=[row.public_id]), now=now)
        title = _("Answer about criterion {code}").format(code=row.criterion_code)
        _tell(row, [row.asked_by], title, NoticeKind.INFORMATION, actor, now)
        return row


def note_interpretation(
    *, code: str, question: str, answer: str, is_precedent: bool, is_public: bool, actor: User, now: datetime
) -> Interpretation:
    """The central unit writes a note or a precedent that nobody asked for."""
    with acting(actor=actor, at=now):
        row = _ask(code, question, None, actor, now)
        return answer_question(
            interpretation=row,
            question=question,
            answer=answer,
            is_precedent=is_precedent,
            is_public=is_public,
            actor=actor,
            now=now,
        )


def put_aside(*, interpretation: Interpretation, reason: str, actor: User, now: datetime) -> Interpretation:
    """Say that a reading no longer holds; it stays in the record and is shown to nobody as valid."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(interpretation)
        data = {"code": row.criterion_code}
        move(row, "put_aside", table=INTERPRETATION_TABLE, event="interpretation.put_aside", data=data)
        return row


def _ask(code: str, question: str, office: Office | None, actor: User, now: datetime) -> Interpretation:
    known = {row.code for row in selectors.criteria_as_written(selectors.criteria_set(local_date(now)))}
    if code not in known:
        raise Refused(
            _("There is no criterion {code} in force. Look for its code on the page of the criteria.").format(code=code)
        )
    row = Interpretation.objects.create(
        criterion_code=code, question=question, asked_by=actor, office=office, asked_at=now
    )
    record("interpretation.asked", subject=row, data={"code": code})
    return row


def _tell(row: Interpretation, people: list[User], title: str, kind: str, actor: User, now: datetime) -> None:
    notify(
        recipients=[person for person in people if person != actor],
        kind=kind,
        title=title,
        url=reverse("programme:interpretation", args=[row.public_id]),
        actor=actor,
        now=now,
    )
