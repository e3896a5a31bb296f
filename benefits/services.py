"""The catalogue and the entitlements: opened by a grant, closed while a certificate does not count."""

import csv
from datetime import date, datetime
from pathlib import Path

from certificates.models import Certificate
from foundation.audit.services import Actor, acting, record

from .models import Benefit, Entitlement

REFERENCE = Path(__file__).parent / "reference" / "catalogue.csv"


def load_catalogue(*, actor: Actor, now: datetime) -> int:
    """Add the benefits of the shipped catalogue that are not there yet; gives how many were added."""
    with REFERENCE.open(encoding="utf-8", newline="") as file, acting(actor=actor, at=now):
        rows = list(csv.DictReader(file))
        known = set(Benefit.objects.values_list("code", flat=True))
        added = [_benefit(row, place) for place, row in enumerate(rows, start=1) if row["code"] not in known]
        Benefit.objects.bulk_create(added)
        return len(added)


def _benefit(row: dict[str, str], place: int) -> Benefit:
    return Benefit(
        code=row["code"],
        label=row["label"],
        how_to_use=row["how_to_use"],
        tfa_number=int(row["tfa_number"]) if row["tfa_number"] else None,
        source="TFA 7.7" if row["tfa_number"] else "programme",
        kinds=row["kinds"].split(";"),
        position=place,
    )


def entitle(*, certificate: Certificate, on: date, actor: Actor, now: datetime) -> int:
    """Open every provided benefit of the certificate's kind from a day; what is open already stays as it is."""
    with acting(actor=actor, at=now):
        open_now = set(certificate.entitlements.filter(ends_on=None).values_list("benefit", flat=True))
        wanted = Benefit.objects.filter(provided=True, kinds__contains=[certificate.kind]).exclude(pk__in=open_now)
        rows = Entitlement.objects.bulk_create(
            [Entitlement(certificate=certificate, benefit=benefit, starts_on=on) for benefit in wanted]
        )
        if rows:
            _record("benefits.opened", certificate, on, len(rows))
        return len(rows)


def close(*, certificate: Certificate, on: date, actor: Actor, now: datetime) -> int:
    """Close every open entitlement of a certificate from a day on; a period that would be empty ends where it began."""
    with acting(actor=actor, at=now):
        rows = list(certificate.entitlements.select_for_update().filter(ends_on=None))
        for row in rows:
            row.ends_on = max(on, row.starts_on)
        Entitlement.objects.bulk_update(rows, ["ends_on"])
        if rows:
            _record("benefits.closed", certificate, on, len(rows))
        return len(rows)


def _record(event: str, certificate: Certificate, on: date, count: int) -> None:
    record(
        event,
        subject=certificate,
        file_id=certificate.public_id,
        organisation_id=certificate.operator.organisation_id,
        data={"on": on, "count": count},
        disclosed=True,
    )
