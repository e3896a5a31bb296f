"""Open a proposal for each certificate whose revalidation is due."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Open a proposal for each certificate whose revalidation is due."
    sweep = "propose_revalidations"
