"""The levels of a version, kind by kind."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from programme.models import CertificateLevel, Configuration


def levels(configuration: Configuration, kind: str = "") -> list[CertificateLevel]:
    """The levels of a version, or of one of its kinds, first level first; empty where a kind is not graded. One query."""
    rows = configuration.levels.all()
    return list(rows.filter(kind=kind) if kind else rows)


def levels_by_kind(configuration: Configuration) -> dict[str, list[CertificateLevel]]:
    """The graded kinds, each with its levels, first level first."""
    found: dict[str, list[CertificateLevel]] = {}
    for row in levels(configuration):
        found.setdefault(row.kind, []).append(row)
    return found


def levels_as_written(configuration: Configuration) -> list[CertificateLevel]:
    """The levels in the first language whoever reads: to be copied or changed."""
    with override(settings.LANGUAGE_CODE):
        return levels(configuration)


def level_in_words(level: CertificateLevel) -> str:
    """“1. Tier II: validated on site; shown to everybody”."""
    shown = _("shown to everybody") if level.public else _("known to the company and Customs")
    return f"{level.rank}. {level.title}: {level.meaning} ({shown})"
