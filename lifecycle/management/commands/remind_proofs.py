"""Remind companies of certificates used as evidence that end soon."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Remind companies of certificates used as evidence that end soon."
    sweep = "remind_proofs"
