"""Accept what the law counts as accepted because the acceptance limit ran out, where the configuration says so."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = (
        "Accept what the law counts as accepted because the acceptance limit ran out, where the configuration says so."
    )
    sweep = "deem_accepted"
