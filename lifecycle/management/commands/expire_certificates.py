"""End certificates whose last day has passed."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "End certificates whose last day has passed."
    sweep = "expire_certificates"
