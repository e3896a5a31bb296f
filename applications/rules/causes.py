"""Which causes an act of the portal brings, so that nobody has to record them."""

from programme.states import Cause, CauseEffect, TimeLimitCode

_FILE = (TimeLimitCode.ACCEPTANCE, TimeLimitCode.DECISION)
_ASKED_OR_PAUSED = (Cause.INFORMATION, Cause.PAUSE)
# An officer takes longer to decide with a letter; the trader's own time is extended where it is asked for.
_EXTENDED_BY_AN_ACT = (
    *((TimeLimitCode.DECISION, cause) for cause in Cause if cause != Cause.TRADER),
    (TimeLimitCode.INFORMATION, Cause.TRADER),
    (TimeLimitCode.IMPROVEMENT, Cause.TRADER),
)
_EXTENDED_BY_ITSELF = (
    *((code, cause) for code in _FILE for cause in _ASKED_OR_PAUSED),
    (TimeLimitCode.DECISION, Cause.HEARING),
    (TimeLimitCode.DECISION, Cause.INVESTIGATION),
    (TimeLimitCode.DECISION, Cause.ADJUSTMENT),
    (TimeLimitCode.INFORMATION, Cause.TRADER),
    (TimeLimitCode.IMPROVEMENT, Cause.TRADER),
)


def has_own_act(*, code: str, cause: str, effect: str, by_itself: bool) -> bool:
    """APP-R25 (issue: a limit is recorded as its events): whether asking for information, a pause, a hearing, an agreed
    adjustment or “more time to decide” brings this cause. Any other is recorded by an officer on the clock of the file."""
    if effect == CauseEffect.STOP:
        return (code in _FILE and cause in _ASKED_OR_PAUSED) or (code, cause) == (
            TimeLimitCode.DECISION,
            Cause.HEARING,
        )
    return (code, cause) in (_EXTENDED_BY_ITSELF if by_itself else _EXTENDED_BY_AN_ACT)
