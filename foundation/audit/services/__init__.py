"""What other apps call: acts and their record, and the sealing and verifying of the chain."""

from foundation.audit.services.acts import (
    SYSTEM,
    Act,
    Actor,
    Gone,
    OutsideAct,
    Refused,
    System,
    acting,
    current_act,
    locked,
    move,
    record,
    record_read,
)
from foundation.audit.services.sealing import Sealed, seal
from foundation.audit.services.verifying import FileReport, Report, verify, verify_file

__all__ = [
    "SYSTEM",
    "Act",
    "Actor",
    "FileReport",
    "Gone",
    "OutsideAct",
    "Refused",
    "Report",
    "Sealed",
    "System",
    "acting",
    "current_act",
    "locked",
    "move",
    "record",
    "record_read",
    "seal",
    "verify",
    "verify_file",
]
