"""Let applications count as refused where the law says so after a time limit without a decision."""

from lifecycle.management.sweep_command import SweepCommand


class Command(SweepCommand):
    help = "Let applications count as refused where the law says so after a time limit without a decision."
    sweep = "deem_refused"
