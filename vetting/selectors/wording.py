"""The sentences of this room: why something may not be done, and what each line of a score means.
They are for officers; none of them is ever shown to a trader."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vetting.rules import Breach, Named
from vetting.states import CheckCode, EntityType


def sentence(named: Named) -> str:
    """One breach as a sentence for an officer."""
    about = str(CheckCode(named.about).label) if named.about in CheckCode.values else named.about
    return _breach_texts()[named.breach] % {"about": _day(about)} if named.breach != Breach.HITS_OPEN else _hits(about)


def sentences(breaches: Iterable[Named]) -> tuple[str, ...]:
    """All breaches in their order."""
    return tuple(sentence(named) for named in breaches)


def _day(text: str) -> str:
    try:
        return in_words(date.fromisoformat(text), "j F Y")
    except ValueError:
        return text


def _hits(number: str) -> str:
    count = int(number)
    return ngettext(
        "%(count)s screening hit is open. Write a finding first.",
        "%(count)s screening hits are open. Write a finding for each first.",
        count,
    ) % {"count": count}


def _breach_texts() -> dict[Breach, str]:
    return {
        Breach.CHECK_OPEN: _("Not checked yet: %(about)s."),
        Breach.CHECK_EXPIRED: _("The result no longer counts, check again: %(about)s."),
        Breach.FAIL_IS_HIGH_RISK: _("This check failed, so only high risk can be determined: %(about)s."),
        Breach.TRUE_MATCH_IS_FAIL: _("A hit was found to be the same, so this check is ‘fail’: %(about)s."),
        Breach.ALREADY_DETERMINED: _("These desk checks are already determined."),
        Breach.RESULT_MISSING: _("Choose a result."),
        Breach.SOURCE_MISSING: _("Write where you looked."),
        Breach.NOTE_MISSING: _("Write why. Anything but ‘clear’ needs a note."),
        Breach.EXPIRY_PASSED: _("This day has passed. Choose the last day on which the result counts."),
        Breach.NOT_OPENED: _("The desk checks have not begun."),
        Breach.NOT_DETERMINED: _("The desk checks are not determined."),
        Breach.VETTING_ENDED: _("Vetting ended on %(about)s."),
        Breach.TRUE_MATCH: _("A screening hit was found to be the same."),
    }


def part_sentence(part: Mapping[str, Any], *, alias: bool) -> str:
    """One line of the sum. `part` is what the hit keeps: code, ours, theirs, points."""
    code = str(part["code"])
    words = {
        "ours": _kind(part["ours"]) if code.startswith("KIND") else part["ours"],
        "theirs": _kind(part["theirs"]) if code.startswith("KIND") else part["theirs"],
        "where": _("alias") if alias else _("listed name"),
    }
    return (_pair_texts() | _other_texts()).get(code, code) % words


def _kind(value: str) -> str:
    return str(EntityType(value).label) if value in EntityType.values else value


def _pair_texts() -> dict[str, str]:
    return {
        "FAMILY_SAME": _("Family name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ are the same"),
        "FAMILY_SOUNDS": _("Family name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ sound the same"),
        "FAMILY_ALIKE": _("Family name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ are alike"),
        "FAMILY_INITIAL": _("Family name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ begin with the same letter"),
        "GIVEN_SAME": _("First name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ are the same"),
        "GIVEN_SOUNDS": _("First name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ sound the same"),
        "GIVEN_ALIKE": _("First name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ are alike"),
        "GIVEN_INITIAL": _("First name ‘%(ours)s’ and %(where)s ‘%(theirs)s’ begin with the same letter"),
        "WORD_SAME": _("Word ‘%(ours)s’ and %(where)s ‘%(theirs)s’ are the same"),
        "WORD_SOUNDS": _("Word ‘%(ours)s’ and %(where)s ‘%(theirs)s’ sound the same"),
        "WORD_ALIKE": _("Word ‘%(ours)s’ and %(where)s ‘%(theirs)s’ are alike"),
        "WORD_INITIAL": _("Word ‘%(ours)s’ and %(where)s ‘%(theirs)s’ begin with the same letter"),
        "JOINED_SAME": _("Written as one word, ‘%(ours)s’ and ‘%(theirs)s’ are the same"),
        "JOINED_ALIKE": _("Written as one word, ‘%(ours)s’ and ‘%(theirs)s’ are alike"),
    }


def _other_texts() -> dict[str, str]:
    return {
        "ONLY_OURS": _("‘%(ours)s’ stands only in our record"),
        "ONLY_THEIRS": _("‘%(theirs)s’ stands only on the list"),
        "OTHER_ORDER": _("The words stand in another order"),
        "LEGAL_FORM_DIFFERS": _("Legal forms ‘%(ours)s’ and ‘%(theirs)s’ differ; this does not count"),
        "STRONG_ALIAS": _("Found under the alias ‘%(theirs)s’"),
        "WEAK_ALIAS": _("‘%(theirs)s’ is an alias its publisher calls weak"),
        "KIND_SAME": _("Same kind: %(ours)s"),
        "KIND_DIFFERS": _("Kinds differ: %(ours)s and %(theirs)s"),
        "BIRTH_SAME": _("Birth year %(ours)s is the same"),
        "BIRTH_NEAR": _("Birth years %(ours)s and %(theirs)s are near; this does not count"),
        "BIRTH_DIFFERS": _("Birth years %(ours)s and %(theirs)s differ"),
        "COUNTRY_SAME": _("Country %(ours)s is the same"),
        "COUNTRY_DIFFERS": _("Countries %(ours)s and %(theirs)s differ"),
        "LIMIT": _("A score ends at 1.00"),
    }
