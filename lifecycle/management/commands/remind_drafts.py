"""Remind companies of drafts they have not touched for long."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Remind companies of drafts they have not touched for long."
    sweep = "remind_drafts"
