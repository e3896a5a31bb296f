"""Acts that span rooms. Each is one function in one transaction; views, API and tasks call these and nothing below them."""

from certificates.services import ProposedRow

from .certificates import (
    annul_certificate,
    cover_company,
    end_coverage,
    expire_certificate,
    lift_suspension,
    revoke_certificate,
    start_certificate,
    surrender_certificate,
    suspend_certificate,
)
from .changes import accept_change, refuse_change
from .choices import RowChoice
from .closures import ClosurePreview, confirm_closure, preview_closure
from .decisions import decide_application, propose_decision, speak
from .filing import (
    accept_application,
    close_validation,
    deem_accepted,
    determine_vetting,
    end_improvement,
    extend_decision,
    finish_improvement,
    letter_received,
    not_accept_application,
    submit_application,
)
from .grants import Decided
from .holders import begin_application, end_group_coverage, start_again
from .projection import refresh_projection
from .sweeps import SWEEPS, Sweep, SweepResult, run_sweep

__all__ = [
    "SWEEPS",
    "ClosurePreview",
    "Decided",
    "ProposedRow",
    "RowChoice",
    "Sweep",
    "SweepResult",
    "accept_application",
    "accept_change",
    "annul_certificate",
    "begin_application",
    "close_validation",
    "confirm_closure",
    "cover_company",
    "decide_application",
    "deem_accepted",
    "determine_vetting",
    "end_coverage",
    "end_group_coverage",
    "end_improvement",
    "expire_certificate",
    "extend_decision",
    "finish_improvement",
    "letter_received",
    "lift_suspension",
    "not_accept_application",
    "preview_closure",
    "propose_decision",
    "refresh_projection",
    "refuse_change",
    "revoke_certificate",
    "run_sweep",
    "speak",
    "start_again",
    "start_certificate",
    "submit_application",
    "surrender_certificate",
    "suspend_certificate",
]
