"""Put certificates in force whose effective date has come."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Put certificates in force whose effective date has come."
    sweep = "take_effect"
