"""Remind officers of proposals that wait for somebody to act."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Remind officers of proposals that wait for somebody to act."
    sweep = "remind_measures"
