"""The level at which the rows of a kind are proposed and granted."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from applications.models import Application
from certificates import rules
from certificates.selectors import joined
from programme import selectors as programme
from programme.models import CertificateLevel
from programme.states import Kind

_TEXTS = {
    rules.LevelBreach.MISSING: lambda: _("{kind}: choose the level of the certificate."),
    rules.LevelBreach.UNKNOWN: lambda: _("{kind}: this level is not one of the kind. Choose one that is offered."),
    rules.LevelBreach.OTHER_THAN_ISSUED: lambda: _(
        "{kind}: the certificate that this joins is granted at another level. Further types join it at its level."
    ),
}


def level_breaches(application: Application, kinds: Collection[str], levels: Mapping[str, str]) -> list[str]:
    """Why the levels chosen (kind → code) don’t fit the kinds of which something is granted; empty when they do."""
    graded = programme.levels_by_kind(application.configuration)
    issued = _issued(application)
    found = []
    for kind in sorted(kinds):
        offered = [row.code for row in graded.get(kind, [])]
        fixed = issued.get(kind)
        breach = rules.level_breach(level=levels.get(kind) or fixed or "", offered=offered, issued=fixed)
        if breach:
            found.append(_TEXTS[breach]().format(kind=Kind(kind).label))
    return found


def level_rows(application: Application, levels: Mapping[str, str]) -> dict[str, CertificateLevel]:
    """The levels chosen (kind → code) as rows; a kind whose types join a certificate stands at its level."""
    graded = programme.levels_by_kind(application.configuration)
    chosen = {kind: row for kind, rows in graded.items() for row in rows if row.code == levels.get(kind)}
    return chosen | {row.kind: row.level for row in joined(application).values() if row.level}


def _issued(application: Application) -> dict[str, str]:
    """The level of each certificate that a grant joins, by kind; "" without one."""
    return {kind: row.level.code if row.level else "" for kind, row in joined(application).items()}
