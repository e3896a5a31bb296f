"""End recorded causes on their last day, so that the limits they held run again."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "End recorded causes on their last day, so that the limits they held run again."
    sweep = "end_causes"
