"""Every write on applications. A trader's acts, the officers' acts, and `advance`, the only writer of the status."""

from .acceptance import Mark, accept, not_accept, tick, tick_all
from .answers import (
    AnswerInput,
    StaleEdit,
    answer_start,
    attach,
    correct_start,
    detach,
    save_answer,
    save_answers,
    use_same_answer,
)
from .assignment import assign, hand_over
from .drafts import begin, discard, hand_to_signatory, send_back
from .life import advance
from .requests import NewItem, answer_item, ask, follow_moved_limits, go_on, remove_item_document, send_answers
from .submission import submit
from .withdrawal import withdraw

__all__ = [
    "AnswerInput",
    "Mark",
    "NewItem",
    "StaleEdit",
    "accept",
    "advance",
    "answer_item",
    "answer_start",
    "ask",
    "assign",
    "attach",
    "begin",
    "correct_start",
    "detach",
    "discard",
    "follow_moved_limits",
    "go_on",
    "hand_over",
    "hand_to_signatory",
    "not_accept",
    "remove_item_document",
    "save_answer",
    "save_answers",
    "send_answers",
    "send_back",
    "submit",
    "tick",
    "tick_all",
    "use_same_answer",
    "withdraw",
]
