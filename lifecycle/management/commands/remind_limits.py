"""Remind officers of statutory limits that are due soon."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Remind officers of statutory limits that are due soon."
    sweep = "remind_limits"
