"""`manage.py seed_demo [--on DATE]`: a small country with operators at every stage of life, made through the services."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from certificates.models import Certificate
from certificates.services import cover
from foundation.audit.services import SYSTEM, acting
from foundation.clock.services import now, today
from foundation.identity.services import refresh_demo_logins
from lifecycle.services import refresh_projection
from operators.models import Operator
from vetting import services as vetting
from workbench.management.demonstration import Country, before_applying, programme, take_turns, walk
from workbench.management.demonstration.cast import COVERED, PARTS


class Command(BaseCommand):
    """Fills an empty demonstration. Same names, numbers, states and day offsets in each run; refused in production."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="the demonstration's day; default: today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION_ALLOWED:
            raise CommandError("Demonstration data is refused here. Use the dev settings.")
        if Operator.objects.exists():
            self.stderr.write("The demonstration is there already; nothing was changed.")
            return
        with transaction.atomic():
            self._seed(Country(on=options["on"] or today()))
        refresh_demo_logins(actor=SYSTEM, now=now())

    def _seed(self, country: Country) -> None:
        """The whole country or, when something fails, nothing of it."""
        country.settle()
        programme.write(country)
        vetting.import_demonstration_list(actor=SYSTEM, now=country.moment(1))
        for number, part in enumerate(PARTS, start=1):
            walk(country, part)
            self.stderr.write(f"{number} of {len(PARTS)}: {part.name}, {part.stage.lower()}")
        before_applying(country)
        take_turns(country)
        self._finish(country)

    def _finish(self, country: Country) -> None:
        """The covered entity, one screening of everybody, the guest's file."""
        moment = country.moment(1)
        covered, holder = (Operator.objects.get(tin=tin) for tin in COVERED)
        with acting(actor=SYSTEM, at=moment):
            for certificate in Certificate.objects.filter(operator=holder, status="ACTIVE"):
                cover(certificate=certificate, operator=covered, on=country.moment(60).date(), actor=SYSTEM, now=moment)
            refresh_projection(operators=[holder], now=moment)
        vetting.screen(operators=list(Operator.objects.all()), cause="demonstration", actor=SYSTEM, now=moment)
