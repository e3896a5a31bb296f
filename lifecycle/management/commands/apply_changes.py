"""Write accepted changes of companies into the register on their day."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Write accepted changes of companies into the register on their day."
    sweep = "apply_changes"
