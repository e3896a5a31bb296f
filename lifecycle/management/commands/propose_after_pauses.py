"""Open a proposal for each pause or adjustment whose agreed time has passed."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Open a proposal for each pause or adjustment whose agreed time has passed."
    sweep = "propose_after_pauses"
