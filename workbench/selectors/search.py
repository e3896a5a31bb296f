"""“Search all”: companies and files an officer may see, by number, TIN or a name close to what was typed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Upper

from applications import selectors as applications
from applications.models import Application
from foundation.identity.models import User
from operators import selectors as operators
from operators.models import Operator

LEAST_LETTERS = 3
MOST = 20


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found; `too_short` asks for more letters."""

    companies: list[Operator]
    files: list[Application]
    too_short: bool = False


def search(user: User, on: date, text: str) -> SearchResult:
    """At most 20 companies and 20 files, best known first."""
    wanted = text.strip().upper()
    if len(wanted) < LEAST_LETTERS:
        return SearchResult([], [], too_short=True)
    named = Q(upper_name__contains=wanted) | Q(upper_name__trigram_word_similar=wanted) | Q(tin__iexact=wanted)
    companies = operators.visible_to_staff(user, on).annotate(upper_name=Upper("legal_name")).filter(named)
    files = applications.visible_to_staff(user, on).filter(
        Q(number__icontains=wanted) | Q(operator__tin__iexact=wanted) | Q(operator__legal_name__icontains=wanted)
    )
    return SearchResult(list(companies.order_by("legal_name", "id")[:MOST]), list(files.order_by("-id")[:MOST]))
