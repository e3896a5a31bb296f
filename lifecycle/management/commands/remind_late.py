"""Remind those who keep a limit that it has passed, where the configuration says so."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Remind those who keep a limit that it has passed, where the configuration says so."
    sweep = "remind_late"
