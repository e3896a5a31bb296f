"""Acts on visits: plan, agree the day, visit, report, follow up, close. Each is one transaction with its notices.
Closing moves the file on, so `lifecycle` calls `close`; everything else is called by this room's own pages."""

from .actions import answer_action, close, hand_on_action, judge_action
from .dates import confirm_date, notify, offer_dates, set_dates
from .planning import cancel, change_team, declare_no_interest, enlarge, plan
from .report import (
    begin_reply_period,
    begin_reply_periods,
    read_report,
    reply,
    return_report,
    review_and_send,
    send_for_review,
    write_report,
)
from .shared import StaleEdit
from .visit import (
    NewFinding,
    Seen,
    add_finding,
    change_finding,
    end_visit,
    record_entry,
    record_point,
    record_points,
    remove_finding,
    start,
)

__all__ = [
    "NewFinding",
    "Seen",
    "StaleEdit",
    "add_finding",
    "answer_action",
    "begin_reply_period",
    "begin_reply_periods",
    "cancel",
    "change_finding",
    "change_team",
    "close",
    "confirm_date",
    "declare_no_interest",
    "end_visit",
    "enlarge",
    "hand_on_action",
    "judge_action",
    "notify",
    "offer_dates",
    "plan",
    "read_report",
    "record_entry",
    "record_point",
    "record_points",
    "remove_finding",
    "reply",
    "return_report",
    "review_and_send",
    "send_for_review",
    "set_dates",
    "start",
    "write_report",
]
