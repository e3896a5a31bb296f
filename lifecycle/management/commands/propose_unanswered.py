"""Open a proposal for each request for information that was not answered in time."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Open a proposal for each request for information that was not answered in time."
    sweep = "propose_unanswered"
