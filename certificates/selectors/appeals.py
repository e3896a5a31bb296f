"""Until when a company may appeal against an adverse decision: the period of the letter that told it, for both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from certificates.models import Certificate
from foundation.clock.selectors import limits_of_files
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import letters_of_files
from programme import selectors as programme
from programme.states import APPEALABLE_LETTERS, TimeLimitCode

from .wording import day


@dataclass(frozen=True, slots=True)
class AppealPeriod:
    """The appeal period of one letter. `due_on` is None while the letter does not count as received."""

    letter: Letter
    due_on: date | None
    over: bool
    length: str

    @property
    def for_company(self) -> str:
        """What the company reads."""
        if self.due_on is None:
            return _("You can appeal within {length} after you received the letter.").format(length=self.length)
        if self.over:
            return _("Your time to appeal ended on {day}.").format(day=day(self.due_on))
        return _("You can appeal until {day}.").format(day=day(self.due_on))

    @property
    def for_officers(self) -> str:
        """What an officer reads."""
        if self.due_on is None:
            text = _("The company can appeal within {length} after it received the letter.")
            return text.format(length=self.length)
        if self.over:
            return _("The time to appeal ended on {day}.").format(day=day(self.due_on))
        return _("The company can appeal until {day}.").format(day=day(self.due_on))


def appeal_periods(letters: Iterable[Letter], on: date) -> dict[int, AppealPeriod]:
    """The appeal period of each letter that tells an adverse decision, by the letter's key; one query, none without such."""
    adverse = [letter for letter in letters if letter.template_code in APPEALABLE_LETTERS]
    if not adverse:
        return {}
    limits = limits_of_files([letter.public_id for letter in adverse], kind=TimeLimitCode.APPEAL)
    terms = programme.time_limit(TimeLimitCode.APPEAL, programme.configuration(on))
    length = programme.amount_in_words(terms.amount, terms.unit)
    found = {}
    for letter in adverse:
        limit = limits.get(letter.public_id)
        due_on = limit.due_on if limit else None
        found[letter.pk] = AppealPeriod(letter, due_on, over=due_on is not None and due_on < on, length=length)
    return found


def letters_about(certificate: Certificate) -> list[Letter]:
    """The letters about a certificate's later life, newest first."""
    return letters_of_files([certificate.public_id])


def appeals_of(certificates: Sequence[Certificate], on: date) -> dict[UUID, AppealPeriod]:
    """The appeal period of the last letter about each certificate where it tells an adverse decision; by public id."""
    last: dict[UUID, Letter] = {}
    for letter in letters_of_files([certificate.public_id for certificate in certificates]):
        last.setdefault(letter.file_id, letter)
    periods = appeal_periods(last.values(), on)
    return {letter.file_id: periods[letter.pk] for letter in last.values() if letter.pk in periods}
