"""End the appeal periods whose last day has passed without an appeal."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "End the appeal periods whose last day has passed without an appeal."
    sweep = "end_appeal_periods"
