"""Open a proposal for each application whose acceptance check or decision is late."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Open a proposal for each application whose acceptance check or decision is late."
    sweep = "propose_late"
