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
from .before import keep_pre_check, register_interest
from .changes import (
    ask_about_change,
    close_change,
    notify_change,
    refuse_change,
    reply_about_change,
    withdraw_change,
)
from .consultations import appoint, ask_consultation, close_consultation, log_talk
from .delays import explain_delay, extend_decision, late_limit
from .drafts import begin, discard, hand_to_signatory, send_back
from .improvements import (
    agree_improvement,
    ask_improvement,
    ask_more_time,
    decline_improvement,
    end_improvement,
    finish_improvement,
    follow_moved_pauses,
    give_more_time,
    offer_improvement,
    refuse_more_time,
)
from .judgements import judge
from .life import advance
from .requests import NewItem, answer_item, ask, follow_moved_limits, go_on, remove_item_document, send_answers
from .requests import ask_more_time as ask_more_time_to_answer
from .reviews import (
    StaleStep,
    draw_up_plan,
    end_review,
    finish_review,
    invite_review,
    mark_point,
    remove_step,
    save_step,
    settle_point,
    unmark_point,
)
from .submission import submit
from .withdrawal import withdraw

__all__ = [
    "AnswerInput",
    "Mark",
    "NewItem",
    "StaleEdit",
    "StaleStep",
    "accept",
    "advance",
    "agree_improvement",
    "answer_item",
    "answer_start",
    "appoint",
    "ask",
    "ask_about_change",
    "ask_consultation",
    "ask_improvement",
    "ask_more_time",
    "ask_more_time_to_answer",
    "assign",
    "attach",
    "begin",
    "close_change",
    "close_consultation",
    "correct_start",
    "decline_improvement",
    "detach",
    "discard",
    "draw_up_plan",
    "end_improvement",
    "end_review",
    "explain_delay",
    "extend_decision",
    "finish_improvement",
    "finish_review",
    "follow_moved_limits",
    "follow_moved_pauses",
    "give_more_time",
    "go_on",
    "hand_over",
    "hand_to_signatory",
    "invite_review",
    "judge",
    "keep_pre_check",
    "late_limit",
    "log_talk",
    "mark_point",
    "not_accept",
    "notify_change",
    "offer_improvement",
    "refuse_change",
    "refuse_more_time",
    "register_interest",
    "remove_item_document",
    "remove_step",
    "reply_about_change",
    "save_answer",
    "save_answers",
    "save_step",
    "send_answers",
    "send_back",
    "settle_point",
    "submit",
    "tick",
    "tick_all",
    "unmark_point",
    "use_same_answer",
    "withdraw",
    "withdraw_change",
]
