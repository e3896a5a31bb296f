"""Levels of a certificate kind in a draft configuration."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused
from programme.models import CertificateLevel, Configuration

from .drafts import changed, editing


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """What a page says of one level; `translations` is language → field → text."""

    kind: str
    rank: int
    code: str
    title: str
    meaning: str
    public: bool
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def set_level(
    *,
    draft: Configuration,
    terms: LevelTerms,
    instead_of: CertificateLevel | None = None,
    edition: int,
    actor: Actor,
    now: datetime,
) -> Configuration:
    """Add a level to the draft, or change one (`instead_of`). Raises Refused where its kind has the rank or code already."""
    with editing(draft, edition, actor, now) as row:
        others = row.levels.filter(kind=terms.kind)
        if instead_of is not None:
            others = others.exclude(pk=instead_of.pk)
        if others.filter(rank=terms.rank).exists():
            raise Refused(_("This kind has a level of this rank already. Choose another rank."))
        if others.filter(code=terms.code).exists():
            raise Refused(_("This kind has a level of this code already. Choose another code."))
        if instead_of is None:
            CertificateLevel.objects.create(configuration=row, **asdict(terms))
        else:
            row.levels.filter(pk=instead_of.pk).update(**asdict(terms))
        changed(row, {"level": asdict(terms)})
        return row


def remove_level(
    *, draft: Configuration, level: CertificateLevel, edition: int, actor: Actor, now: datetime
) -> Configuration:
    """Take a level out of the draft. Certificates that carry it keep the one of the version they were granted under."""
    with editing(draft, edition, actor, now) as row:
        row.levels.filter(pk=level.pk).delete()
        changed(row, {"level": level.code, "kind": level.kind, "removed": True})
        return row
