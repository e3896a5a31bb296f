"""A newer version of the criteria beside a draft: which one is in force, and what it would mean for this draft."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from applications.models import Answer, Application
from applications.states import ApplicationStatus
from programme.models import CriteriaSet
from programme.selectors import ComparedCriterion, criteria_as_written, criteria_set, read_changes

from .assessment import relevant_criteria
from .beside import words_changed


@dataclass(frozen=True, slots=True)
class NewerCriteria:
    """The version in force beside the one a draft is on. `rows` are the differences between what the draft is asked now
    and what it would be asked; `look` are the codes of answers that would need a look."""

    old: CriteriaSet
    new: CriteriaSet
    rows: tuple[ComparedCriterion, ...]
    look: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        return Counter(row.change.value for row in self.rows)


def newer_criteria(application: Application, on: date) -> NewerCriteria | None:
    """What a draft may be moved to on a day. None for a file that was sent, and while its version is the one in force."""
    if application.status != ApplicationStatus.DRAFT:
        return None
    new, old = criteria_set(on), application.criteria_set
    if new.pk == old.pk:
        return None
    before, after = relevant_criteria(application), relevant_criteria(application, new)
    return NewerCriteria(old, new, tuple(read_changes(before, after)), _need_a_look(application, new))


def _need_a_look(application: Application, new: CriteriaSet) -> tuple[str, ...]:
    words = {row.code: row for row in criteria_as_written(new)}
    answers = Answer.objects.filter(application=application).exclude(outcome="").select_related("criterion")
    found = {row.criterion.code: row.criterion for row in answers if row.criterion.code in words}
    return tuple(sorted(code for code, old in found.items() if words_changed(old, words[code])))
