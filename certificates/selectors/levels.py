"""At which level of its kind something is granted: what may be chosen, and what the public is told."""

from collections.abc import Collection

from applications.models import Application
from certificates.models import Certificate
from programme import selectors as programme
from programme.models import CertificateLevel

from .held import joined


def levels_to_choose(application: Application, kinds: Collection[str]) -> dict[str, list[CertificateLevel]]:
    """For each of these kinds that has levels and no certificate yet that a grant joins, the levels, first level first.

    The levels are those of the configuration that the file began with. A few queries.
    """
    issued = set(joined(application))
    graded = programme.levels_by_kind(application.configuration)
    return {kind: rows for kind, rows in graded.items() if kind in kinds and kind not in issued}


def public_level(certificate: Certificate) -> CertificateLevel | None:
    """The level as far as anybody may know it."""
    return certificate.level if certificate.level and certificate.level.public else None
