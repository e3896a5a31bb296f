"""Beginning again with the answers of a file that has ended: after a refusal, a withdrawal, an incomplete file, or to
renew. The new file meets the criteria of today; what has other words now asks for a look."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from applications.models import Answer, Application, MetThrough, Proof, SiteException, StartAnswer
from applications.selectors import is_lent, words_changed
from applications.states import TERMINAL
from foundation.audit.services import Refused, acting
from foundation.clock.services import local_date
from foundation.documents.models import Document
from foundation.identity.models import User
from operators.models import Site
from operators.selectors import bars
from programme.models import Criterion
from programme.selectors import open_types

from .answers import AnswerInput, save_answers
from .drafts import barred_sentence, begin
from .life import note


@dataclass(frozen=True, slots=True)
class StartedAgain:
    """The new draft, and a sentence for each kind and type of the old file that it leaves out."""

    draft: Application
    left_out: tuple[str, ...] = ()


def start_again(
    *, source: Application, held: Mapping[str, str] | None = None, user: User, now: datetime
) -> StartedAgain:
    """A new draft with the kinds, types, start answers, answers and papers of `source`. Pressed twice it is one draft.

    What can't be applied for today is left out and named: kinds that the company holds (`held`: kind and sentence), barred
    kinds, closed types. Raises Refused while another file of the company is open, or when nothing is left.
    """
    if source.status not in TERMINAL:
        raise Refused(_("This application has not ended yet."))
    with acting(actor=user, at=now):
        there = Application.objects.filter(carried_from=source).exclude(status__in=TERMINAL).first()
        if there is not None:
            return StartedAgain(there)
        kinds, types, left_out = _possible(source, held or {}, now)
        if not kinds or not types:
            raise Refused(left_out[0] if left_out else _("Nothing of this application is left."), left_out)
        draft = begin(operator=source.operator, kinds=kinds, type_tokens=types, user=user, now=now)
        if draft.carried_from_id == source.pk:
            return StartedAgain(draft)
        if draft.created_at != now:
            raise Refused(_("Another application is open. Finish or delete it first."))
        carry_over(source=source, draft=draft, left_out=left_out, user=user, now=now)
        return StartedAgain(draft, left_out)


def carry_over(
    *, source: Application, draft: Application, left_out: Collection[str] = (), user: User, now: datetime
) -> Application:
    """Fill a new draft with the answers and papers of an ended file of the company. A draft that was filled stays."""
    with acting(actor=user, at=now):
        if source.operator_id != draft.operator_id or source.status not in TERMINAL:
            raise Refused(_("This application has not ended yet."))
        if draft.carried_from_id is None:
            draft.carried_from = source
            draft.save(update_fields=["carried_from"])
            _carry(source, draft, user, now)
            note(draft, "application.carried_over", source=source.number, left_out=list(left_out))
        return draft


def _possible(
    source: Application, held: Mapping[str, str], now: datetime
) -> tuple[list[str], list[str], tuple[str, ...]]:
    """Kinds and types of the old file that can be applied for today, and a sentence for each that can't."""
    on = local_date(now)
    sentences = [held[kind] for kind in source.kinds if kind in held]
    free = [kind for kind in source.kinds if kind not in held]
    barred = {kind: bar.valid_until for kind in free for bar in bars(source.operator, kind, on)}
    sentences += [barred_sentence(kind, until) for kind, until in barred.items()]
    open_now = {row.token for row in open_types(on)}
    types = list(source.operator_types.all())
    sentences += [
        _("Not open for applications today: %(types)s.") % {"types": row.label}
        for row in types
        if row.token not in open_now
    ]
    return (
        [kind for kind in free if kind not in barred],
        [row.token for row in types if row.token in open_now],
        tuple(sentences),
    )


def _carry(source: Application, draft: Application, user: User, now: datetime) -> None:
    keys = set(draft.criteria_set.questions.values_list("key", flat=True))
    keys -= set(draft.start_answers.values_list("key", flat=True))
    StartAnswer.objects.bulk_create(
        StartAnswer(application=draft, key=row.key, yes=row.yes)
        for row in source.start_answers.all()
        if row.key in keys
    )
    criteria = {row.code: row for row in draft.criteria_set.criteria.all()}
    sites = {row.pk: row for row in source.operator.sites.filter(closed_on__isnull=True)}
    old = [row for row in _answers(source) if _has_place(row, criteria, sites)]
    save_answers(application=draft, answers=[_entered(row, criteria, sites) for row in old], user=user, now=now)
    new = {(row.criterion.code, row.site_id): row for row in draft.answers.select_related("criterion")}
    pairs = [(row, new[row.criterion.code, row.site_id]) for row in old]
    changed = [fresh.pk for row, fresh in pairs if words_changed(row.criterion, criteria[row.criterion.code])]
    Answer.objects.filter(pk__in=changed).update(look_again=True)
    _carry_beside(pairs, user, now)
    _carry_exceptions(source, draft, criteria, sites)


def _answers(source: Application) -> Iterable[Answer]:
    return source.answers.select_related("criterion").prefetch_related("documents", "proofs", "others")


def _has_place(row: Answer, criteria: dict[str, Criterion], sites: dict[int, Site]) -> bool:
    return row.criterion.code in criteria and (row.site_id is None or row.site_id in sites)


def _entered(row: Answer, criteria: dict[str, Criterion], sites: dict[int, Site]) -> AnswerInput:
    return AnswerInput(
        criterion=criteria[row.criterion.code],
        outcome=row.outcome,
        how=row.how,
        site=sites[row.site_id] if row.site_id else None,
        reason=row.reason,
        plan=row.plan,
        planned_until=row.planned_until,
        documents=tuple(document for document in row.documents.all() if _goes_along(document, row.application)),
    )


def _goes_along(document: Document, source: Application) -> bool:
    """What a consultant’s firm lent was lent to that application only."""
    return document.removed_at is None and not is_lent(document, source)


def _carry_beside(pairs: list[tuple[Answer, Answer]], user: User, now: datetime) -> None:
    served = Proof.answers.through
    served.objects.bulk_create(
        served(proof_id=proof.pk, answer_id=fresh.pk) for old, fresh in pairs for proof in old.proofs.all()
    )
    MetThrough.objects.bulk_create(
        MetThrough(
            answer=fresh,
            role=link.role,
            name=link.name,
            tin=link.tin,
            operator_id=link.operator_id,
            added_at=now,
            added_by_label=user.actor_label,
        )
        for old, fresh in pairs
        for link in old.others.all()
    )


def _carry_exceptions(
    source: Application, draft: Application, criteria: dict[str, Criterion], sites: dict[int, Site]
) -> None:
    rows = source.site_exceptions.select_related("criterion")
    SiteException.objects.bulk_create(
        SiteException(application=draft, criterion=criteria[row.criterion.code], site_id=row.site_id)
        for row in rows
        if row.criterion.code in criteria and row.site_id in sites
    )
