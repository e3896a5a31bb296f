"""Numbers people read out: one series per year, without duplicates and, since they are taken in the act's own
transaction, without gaps."""

from datetime import datetime

from django.db import transaction

from foundation.clock.services import local_date
from programme.models import NumberSeries


@transaction.atomic
def next_number(*, series: str = "AEO", now: datetime) -> str:
    """“AEO-2026-000123”: the year is that of the administration's zone. Holds the series until the act is over."""
    year = local_date(now).year
    NumberSeries.objects.get_or_create(series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{series}-{year}-{row.last:06d}"
