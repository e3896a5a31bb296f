"""A draft goes over to the criteria in force. A file that was sent keeps the version it was signed on."""

from datetime import datetime

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from applications.models import (
    Answer,
    Application,
    EvidenceAgreement,
    ImprovementStep,
    ReviewPoint,
    SiteException,
    StartAnswer,
)
from applications.selectors import words_changed
from foundation.audit.services import Refused, acting
from foundation.clock.services import local_date
from foundation.identity.models import User
from programme.models import CriteriaSet, Criterion
from programme.selectors import criteria_set

from .answers import draft, touch
from .life import note

# What stands at a criterion beside the answer and goes along with it. Comments never change: they are found by code.
AtCriterion = Answer | EvidenceAgreement | ImprovementStep | ReviewPoint | SiteException
FOLLOWING: tuple[type[AtCriterion], ...] = (EvidenceAgreement, ImprovementStep, ReviewPoint, SiteException)


def move_to_criteria(*, application: Application, number: int, user: User, now: datetime) -> Application:
    """Move a draft to the version of this number, which has to be the one in force; pressed twice it moves once.

    Answers follow their code; those whose criterion has other words wait for a look; those whose code is gone stay
    behind on the old version, asked and sent no longer.
    """
    with acting(actor=user, at=now):
        row = draft(application)
        old, new = row.criteria_set, criteria_set(local_date(now))
        if old.number == number:
            return row
        if new.number != number:
            raise Refused(_("Other criteria are in force by now. Look at the changes again."))
        codes = {criterion.code: criterion for criterion in new.criteria.all()}
        look, left = _answers_follow(row, codes)
        for model in FOLLOWING:
            _follow(model, row, codes)
        _drop_start_answers(row, new)
        row.criteria_set = new
        row.version += 1
        row.save(update_fields=["criteria_set", "version"])
        touch(row, user, now)
        note(row, "application.criteria_moved", old=old.number, new=new.number, look_again=look, no_longer_asked=left)
        return row


def _answers_follow(row: Application, codes: dict[str, Criterion]) -> tuple[list[str], list[str]]:
    """The codes to look at again, and those that are gone. A page open with the old words is stale from now on."""
    standing = _criteria_of(Answer, row)
    answers = Answer.objects.filter(application=row)
    changed = [one for one in standing if one.code in codes and words_changed(one, codes[one.code])]
    answers.filter(criterion__in=changed).update(look_again=True, version=F("version") + 1)
    _follow(Answer, row, codes)
    return sorted(one.code for one in changed), sorted(one.code for one in standing if one.code not in codes)


def _follow(model: type[AtCriterion], row: Application, codes: dict[str, Criterion]) -> None:
    """One statement for all rows of the draft, however many places they are about."""
    pairs = [(one.pk, codes[one.code].pk) for one in _criteria_of(model, row) if one.code in codes]
    if pairs:
        rows = model._default_manager.filter(application=row, criterion__in=[old for old, _new in pairs])
        rows.update(criterion=Case(*(When(criterion=old, then=Value(new)) for old, new in pairs)))


def _criteria_of(model: type[AtCriterion], row: Application) -> list[Criterion]:
    named = model._default_manager.filter(application=row).order_by().values_list("criterion", flat=True)
    return list(Criterion.objects.filter(pk__in=[key for key in named.distinct() if key is not None]))


def _drop_start_answers(row: Application, new: CriteriaSet) -> None:
    known = new.questions.values_list("key", flat=True)
    StartAnswer.objects.filter(application=row).exclude(key__in=list(known)).delete()
