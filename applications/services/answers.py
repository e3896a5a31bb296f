"""What the trader enters before sending: start answers, answers with their version, papers. Officers may correct a start
answer with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from applications.models import Answer, AnswerDocument, Application, StartAnswer
from applications.selectors import is_lent
from applications.states import Outcome
from foundation.audit.services import Actor, Refused, acting, locked
from foundation.documents.models import Document
from foundation.documents.services import Reach, widen
from foundation.identity.models import User
from operators.models import Site
from programme.models import Criterion

from .life import note, refuse_unless_draft

# What the trader writes in an answer.
VALUES = ("outcome", "how", "reason", "plan", "planned_until")


class StaleEdit(Refused):
    """Somebody else saved meanwhile. `theirs` is the answer as it stands; nothing was overwritten."""

    def __init__(self, theirs: Answer) -> None:
        self.theirs = theirs
        text = _("%(name)s changed this. Your text is below; the other is beside it. Choose what to keep.")
        super().__init__(text % {"name": theirs.saved_by.full_name})


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """One answer as entered, for saving many in one act."""

    criterion: Criterion
    outcome: str
    how: str = ""
    site: Site | None = None
    reason: str = ""
    plan: str = ""
    planned_until: date | None = None
    documents: tuple[Document, ...] = ()


def answer_start(*, application: Application, answers: Mapping[str, bool], user: User, now: datetime) -> Application:
    """Write start answers; those not named stay as they are. Criteria open and close with them, answers are kept."""
    with acting(actor=user, at=now):
        row = locked(application)
        refuse_unless_draft(row)
        known = set(row.criteria_set.questions.values_list("key", flat=True))
        unknown = sorted(set(answers) - known)
        if unknown:
            raise Refused(_("This question does not belong to the application: %(key)s.") % {"key": ", ".join(unknown)})
        for key, yes in answers.items():
            StartAnswer.objects.update_or_create(application=row, key=key, defaults={"yes": yes})
        touch(row, user, now)
        return row


def correct_start(
    *, application: Application, key: str, yes: bool, reason: str, actor: Actor, now: datetime
) -> StartAnswer:
    """An officer corrects a start answer; the trader reads that it was changed."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(application)
        if not reason.strip():
            raise Refused(_("Write the reason."))
        answer, _created = StartAnswer.objects.update_or_create(
            application=row, key=key, defaults={"yes": yes, "corrected_reason": reason.strip()}
        )
        note(row, "application.start_answer_corrected", key=key, yes=yes)
        return answer


def save_answer(
    *,
    application: Application,
    criterion: Criterion,
    site: Site | None,
    outcome: str,
    how: str,
    reason: str,
    plan: str,
    planned_until: date | None,
    version: int,
    user: User,
    now: datetime,
) -> Answer:
    """Save one answer, complete or not. `version` is what the editor had loaded, 0 for a new answer.

    Raises StaleEdit when somebody else saved in between; saving the same words twice changes nothing.
    """
    entered = AnswerInput(criterion, outcome, how, site, reason, plan, planned_until)
    with acting(actor=user, at=now):
        row = draft(application)
        _refuse_wrong(row, entered)
        answer = _written(row, entered, version, user, now)
        touch(row, user, now)
        return answer


def save_answers(*, application: Application, answers: Iterable[AnswerInput], user: User, now: datetime) -> int:
    """Save many answers in one act, over whatever stands there: import, renewal, demonstration. A few statements,
    however many answers."""
    entered = list(answers)
    with acting(actor=user, at=now):
        row = draft(application)
        for one in entered:
            _refuse_wrong(row, one)
        written = _write_over(row, entered, user, now)
        links = [
            AnswerDocument(answer=written[_place(one)], document=document, added_at=now)
            for one in entered
            for document in one.documents
        ]
        _link(links, user, now)
        touch(row, user, now)
    return len(entered)


def use_same_answer(*, source: Answer, criterion: Criterion, site: Site | None, user: User, now: datetime) -> Answer:
    """Let one answer with its papers serve another row of the same group; each row is still judged by itself."""
    with acting(actor=user, at=now):
        row = draft(source.application)
        group = criterion.same_answer_group
        if not group or group != source.criterion.same_answer_group or criterion.criteria_set_id != row.criteria_set_id:
            raise Refused(_("These two questions do not share an answer."))
        old = Answer.objects.filter(application=row, criterion=criterion, site=site).first()
        entered = AnswerInput(
            criterion, source.outcome, source.how, site, source.reason, source.plan, source.planned_until
        )
        answer = _written(row, entered, old.version if old else 0, user, now)
        add_papers(answer, source.documents.filter(removed_at__isnull=True), user, now)
        touch(row, user, now)
        return answer


def attach(*, answer: Answer, document: Document, user: User, now: datetime) -> Answer:
    """Use a document as evidence of an answer. The same document twice is one paper."""
    with acting(actor=user, at=now):
        row = draft(answer.application)
        if document.organisation_id != row.operator.organisation_id or document.removed_at is not None:
            raise Refused(_("This document is not in your documents."))
        add_papers(answer, [document], user, now)
        touch(row, user, now)
        return answer


def detach(*, answer: Answer, document: Document, user: User, now: datetime) -> Answer:
    """Take a document away from an answer; it stays in the library."""
    with acting(actor=user, at=now):
        row = draft(answer.application)
        gone, _rows = AnswerDocument.objects.filter(answer=answer, document=document).delete()
        touch(row, user, now)
        if gone and is_lent(document, row):
            note(row, "application.paper_given_back", code=answer.criterion.code, title=document.title)
        return answer


def draft(application: Application) -> Application:
    """The application under its lock; Refused once it is sent."""
    row = locked(application)
    refuse_unless_draft(row)
    return row


def _refuse_wrong(row: Application, entered: AnswerInput) -> None:
    refuse_foreign(row, entered.criterion, entered.site)
    if entered.outcome and entered.outcome not in Outcome.values:
        raise Refused(_("Choose one of the answers."))


def refuse_foreign(row: Application, criterion: Criterion, site: Site | None) -> None:
    """A question of another version, or a place of another company, has no business here."""
    if criterion.criteria_set_id != row.criteria_set_id:
        raise Refused(_("This question does not belong to the application."))
    if site is not None and site.operator_id != row.operator_id:
        raise Refused(_("This site does not belong to the company."))


def _written(row: Application, entered: AnswerInput, version: int, user: User, now: datetime) -> Answer:
    """The caller holds the lock of the application, so no two writers meet here."""
    key = {"application": row, "criterion": entered.criterion, "site": entered.site}
    values = _values(entered)
    answer = Answer.objects.select_related("saved_by").filter(**key).first()
    if answer is None:
        return Answer.objects.create(**key, **values, saved_at=now, saved_by=user)
    if all(getattr(answer, name) == value for name, value in values.items()):
        return _looked_at(answer, version)
    if answer.version != version:
        raise StaleEdit(answer)
    for name, value in {
        **values,
        "look_again": False,
        "version": version + 1,
        "saved_at": now,
        "saved_by": user,
    }.items():
        setattr(answer, name, value)
    answer.save(update_fields=[*values, "look_again", "version", "saved_at", "saved_by"])
    return answer


def _looked_at(answer: Answer, version: int) -> Answer:
    """Saving the same words again says that they hold under the new words of the criterion too; a page that was loaded
    before the criterion changed says nothing."""
    if answer.look_again and answer.version == version:
        answer.look_again = False
        answer.save(update_fields=["look_again"])
    return answer


def _write_over(
    row: Application, entered: Iterable[AnswerInput], user: User, now: datetime
) -> dict[tuple[int, int | None], Answer]:
    """Every answer of the application by its place, after these were written. The caller holds the lock."""
    standing = {(answer.criterion_id, answer.site_id): answer for answer in row.answers.all()}
    new: list[Answer] = []
    changed: list[Answer] = []
    for place, one in {_place(one): one for one in entered}.items():
        answer = standing.setdefault(place, Answer(application=row, criterion=one.criterion, site=one.site, version=0))
        if answer.pk and all(getattr(answer, name) == value for name, value in _values(one).items()):
            continue
        for name, value in _values(one).items():
            setattr(answer, name, value)
        answer.version, answer.saved_at, answer.saved_by = answer.version + 1, now, user
        (changed if answer.pk else new).append(answer)
    Answer.objects.bulk_create(new)
    Answer.objects.bulk_update(changed, [*VALUES, "version", "saved_at", "saved_by"])
    return standing


def _place(entered: AnswerInput) -> tuple[int, int | None]:
    return entered.criterion.pk, entered.site.pk if entered.site else None


def _values(entered: AnswerInput) -> dict[str, Any]:
    return {name: getattr(entered, name) for name in VALUES}


def add_papers(answer: Answer, documents: Iterable[Document], user: User, now: datetime) -> None:
    """Use documents as evidence; the caller holds the lock. The same one twice is one paper."""
    _link([AnswerDocument(answer=answer, document=document, added_at=now) for document in documents], user, now)


def _link(links: list[AnswerDocument], user: User, now: datetime) -> None:
    """A paper of one place that proves something of another is from now on about both."""
    AnswerDocument.objects.bulk_create(links, ignore_conflicts=True)
    for link in links:
        if link.document.sites and link.document.organisation_id == link.answer.application.operator.organisation_id:
            about = Reach(frozenset(link.document.kinds), frozenset(_places(link.answer.site)))
            widen(document=link.document, about=about, actor=user, now=now)


def _places(site: Site | None) -> Iterable[UUID]:
    """The place of an answer, or all of the group it speaks for; none for the company."""
    if site is None:
        return []
    group = Site.objects.filter(group=site.group_id) if site.group_id else Site.objects.filter(pk=site.pk)
    return group.values_list("public_id", flat=True)


def touch(row: Application, user: User, now: datetime) -> None:
    """A change after the hand-over takes it back from the signatory: what was ready is no longer what stands there."""
    row.saved_at, row.saved_by_label, row.ready_at = now, user.actor_label, None
    row.save(update_fields=["saved_at", "saved_by_label", "ready_at"])
