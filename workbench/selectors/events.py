"""What each event of a file is called where people read its history, and each page where they read who looked."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.models import Event
from programme.states import Act
from vetting.states import CheckCode

WORDS = {
    "application.accepted": _("Application accepted"),
    "application.answer_judged": _("An answer was weighed"),
    "application.assigned": _("Officer assigned"),
    "application.begun": _("Application begun"),
    "application.carried_over": _("Answers of an earlier application taken over"),
    "application.cause_ended": _("What stopped or extended the time limit ended"),
    "application.cause_ended.grounds": _("Grounds of the cause that ended"),
    "application.cause_recorded.grounds": _("Grounds of the recorded cause"),
    "application.cause_recorded": _("What stops or extends the time limit was recorded"),
    "application.criteria_moved": _("Draft moved to a newer version of the criteria"),
    "application.decided": _("Decided"),
    "application.deemed_accepted": _("Counts as accepted: the time to check it passed"),
    "application.deemed_refused": _("Counts as refused: no decision in time"),
    "application.delay_explained": _("Delay explained to the trader"),
    "application.discarded": _("Draft deleted"),
    "application.evidence_agreed": _("Evidence agreed"),
    "application.evidence_proposed": _("Evidence proposed"),
    "application.extended": _("Time limit to decide extended"),
    "application.handed_over": _("Handed over to another office"),
    "application.hearing_closed": _("Hearing closed"),
    "application.hearing_opened": _("Hearing opened"),
    "application.information_asked": _("Information asked from the trader"),
    "application.met_through_lost": _("A company through which a criterion is met lost its certificate"),
    "application.not_accepted": _("Not accepted"),
    "application.paper_given_back": _("A lent paper was given back"),
    "application.paper_loan_ended": _("A lent paper no longer counts: the mandate had ended"),
    "application.paper_lent": _("A consultant lent a paper"),
    "application.paused": _("Paused for improvement"),
    "application.plan_drawn_up": _("Plan to improve drawn up"),
    "application.point_marked": _("A point of the draft was marked"),
    "application.proof_named": _("A certificate or report was named"),
    "application.proposed": _("Decision proposed"),
    "application.ready_to_sign": _("Ready to sign"),
    "application.resumed": _("Work goes on"),
    "application.returned_to_validation": _("Returned to the visit"),
    "application.returned_to_vetting": _("Returned to the desk checks"),
    "application.review_done": _("Look at the draft finished"),
    "application.review_ended": _("Look at the draft ended"),
    "application.review_invited": _("Officer invited to look at the draft"),
    "application.sent_back": _("Sent back with remarks"),
    "application.start_answer_corrected": _("A start answer was corrected"),
    "application.submitted": _("Application sent"),
    "application.validation_started": _("Visits begun"),
    "application.vetting_started": _("Desk checks begun"),
    "application.withdrawn": _("Withdrawn"),
    "certificate.annul": _("Certificate annulled"),
    "certificate.covers": _("Another company is covered"),
    "certificate.expire": _("Certificate ended"),
    "certificate.extended": _("Certificate extended"),
    "certificate.issued": _("Certificate issued"),
    "certificate.lift": _("Suspension lifted"),
    "certificate.no_longer_covers": _("A company is no longer covered"),
    "certificate.paper_made": _("Paper of the certificate made"),
    "certificate.revoke": _("Certificate revoked"),
    "certificate.surrender": _("Certificate given back"),
    "certificate.suspend": _("Certificate suspended"),
    "certificate.take_effect": _("Certificate in force"),
    "change.accepted": _("Change accepted"),
    "change.asked": _("Question about a change"),
    "change.came_back": _("A change could not be written into the record"),
    "change.refused": _("Change refused"),
    "change.replied": _("Question about a change answered"),
    "change.sent": _("Change told"),
    "change.took_effect": _("Change written into the record"),
    "change.withdrawn": _("Change taken back"),
    "client.appointed": _("Account manager appointed"),
    "decision.granted": _("Granted"),
    "decision.heard": _("Trader heard"),
    "decision.hearing_opened": _("Hearing before an adverse decision opened"),
    "decision.proposed": _("Row of a decision proposed"),
    "decision.refused": _("Refused"),
    "decision.returned": _("Proposal sent back"),
    "improvement.agreed": _("Pause agreed"),
    "improvement.asked": _("Time to improve asked for"),
    "improvement.cancelled": _("Pause called off"),
    "improvement.declined": _("Pause declined"),
    "improvement.done": _("Improvement told as done"),
    "improvement.ended": _("Pause ended"),
    "improvement.extended": _("Pause extended"),
    "improvement.more_asked": _("More time in the pause asked for"),
    "improvement.more_refused": _("More time in the pause refused"),
    "improvement.offered": _("Time to improve offered"),
    "information.requested": _("Question asked"),
    "letter.not_deemed": _("Letter does not count as received"),
    "letter.opened": _("Letter opened"),
    "letter.received": _("Letter received"),
    "letter.sent": _("Letter sent"),
    "limit.moved": _("Time limit moved"),
    "measure.closed": _("Proposal to act closed"),
    "measure.opened": _("Proposal to act opened"),
    "message.posted": _("Message written"),
    "officer.assigned": _("Officer assigned to the company"),
    "officer.assignment_ended": _("Officer no longer assigned"),
    "request.answered": _("Questions answered"),
    "request.lapsed": _("Time to answer passed"),
    "request.more_time": _("More time to answer"),
    "screening.hit_cleared": _("Screening hit: another one"),
    "screening.hit_confirmed": _("Screening hit confirmed"),
    "screening.hit_lapsed": _("Screening hit no longer listed"),
    "screening.hit_noted": _("Screening hit"),
    "screening.hit_reopened": _("Screening hit opened again"),
    "screening.run": _("Screened against the watch lists"),
    "validation.action_answered": _("Trader told what was done"),
    "validation.action_handed_on": _("Required action handed on"),
    "validation.action_judged": _("Required action judged"),
    "validation.cancelled": _("Visit called off"),
    "validation.closed": _("Visit closed"),
    "validation.date_confirmed": _("Day of the visit confirmed"),
    "validation.dates_offered": _("Days for the visit offered"),
    "validation.finding_added": _("Finding added"),
    "validation.finding_changed": _("Finding changed"),
    "validation.finding_removed": _("Finding removed"),
    "validation.follow_up": _("Required actions are followed up"),
    "validation.no_interest_declared": _("No interest declared"),
    "validation.notified": _("Visit announced"),
    "validation.planned": _("Visit planned"),
    "validation.replied": _("Trader replied to the report"),
    "validation.report_returned": _("Report sent back"),
    "validation.report_saved": _("Report saved"),
    "validation.report_sent": _("Report sent to the trader"),
    "validation.sample_enlarged": _("More places drawn"),
    "validation.sent_for_review": _("Report sent for review"),
    "validation.started": _("Visit begun"),
    "validation.team_changed": _("Team of the visit changed"),
    "validation.visited": _("Visit done"),
    "vetting.check_recorded": _("Desk check recorded"),
    "vetting.determined": _("Desk checks determined"),
    "vetting.opened": _("Desk checks opened"),
    "vetting.reopened": _("Desk checks opened again"),
}


def event_words(name: str) -> str:
    """The event in words; one that no file has reads as its own name, `site.closed` as “Site closed”."""
    return str(WORDS.get(name) or name.replace(".", " ").replace("_", " ").capitalize())


# What the data of an event say that tells it from others of its name, in the order of preference.
_DETAILS = ("subject", "title", "criterion", "code", "officer", "office", "number")
READS = {
    "application": _("Application"),
    "change": _("A change the company told"),
    "company record": _("The record of the company"),
    "consultation": _("The talk before applying"),
    "decision": _("Decision"),
    "deed of a claim": _("A deed of the claim"),
    "draft on invitation": _("The draft, on invitation"),
    "legal form": _("The legal form"),
    "overview": _("Overview"),
    "personal paper": _("A paper about a person"),
    "requests": _("Requests"),
    "screening hit": _("A screening hit"),
    "vetting": _("Desk checks"),
    "visit": _("The checklist of the visit"),
    "visit actions": _("Required actions of the visit"),
    "visit report": _("The report of the visit"),
    "visits": _("Visits"),
}


def event_detail(event: Event) -> str:
    """What tells an event from others of its name: which letter, which check, which criterion; empty where nothing does."""
    data = event.data
    if event.name == "act.taken":
        return str(Act(data["act"]).label)
    if event.name == "vetting.check_recorded" and "check" in data:
        return check_words(data["check"])
    return next((str(data[key]) for key in _DETAILS if isinstance(data.get(key), str) and data[key]), "")


def read_words(what: str) -> str:
    """What was looked at, in words: a page, a desk check, a paper."""
    if what.startswith("paper:"):
        return str(_("A paper"))
    if what.startswith("vetting "):
        return _("Desk check: {name}").format(name=check_words(what.removeprefix("vetting ")))
    return str(READS.get(what) or what.capitalize())


def check_words(code: str) -> str:
    """The name of a desk check: its label up to the colon."""
    return str(CheckCode(code).label).partition(":")[0] if code in CheckCode.values else code
