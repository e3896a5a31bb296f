"""Routes of applications: the trader's at the root, the officers' under /staff/."""

from django.urls import path

from . import views

app_name = "applications"
OWN = "applications/<uuid:public_id>/"
FILE = "staff/files/<uuid:public_id>/"

urlpatterns = [
    path("applications/", views.ApplicationList.as_view(), name="list"),
    path("applications/begin/", views.Begin.as_view(), name="begin"),
    path(OWN, views.TaskList.as_view(), name="tasks"),
    path(f"{OWN}start/", views.StartQuestions.as_view(), name="start"),
    path(f"{OWN}sections/<str:letter>/", views.SectionPage.as_view(), name="section"),
    path(f"{OWN}questions/<str:code>/", views.Question.as_view(), name="question"),
    path(f"{OWN}questions/<str:code>/save/", views.Autosave.as_view(), name="autosave"),
    path(f"{OWN}check/", views.Check.as_view(), name="check"),
    path(f"{OWN}ready/", views.HandToSignatory.as_view(), name="ready"),
    path(f"{OWN}send-back/", views.SendBack.as_view(), name="send_back"),
    path(f"{OWN}sign/", views.Sign.as_view(), name="sign"),
    path(f"{OWN}receipt/", views.Receipt.as_view(), name="receipt"),
    path(f"{OWN}status/", views.Status.as_view(), name="status"),
    path(f"{OWN}discard/", views.Discard.as_view(), name="discard"),
    path(f"{OWN}withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path(f"{OWN}requests/<uuid:request_id>/", views.RequestPage.as_view(), name="request"),
    path(f"{OWN}requests/<uuid:request_id>/send/", views.SendAnswers.as_view(), name="send_answers"),
    path(f"{OWN}requests/<uuid:request_id>/more-time/", views.MoreTimeToAnswer.as_view(), name="more_time_to_answer"),
    path(f"{OWN}pause/", views.AskPause.as_view(), name="ask_pause"),
    path(f"{OWN}pause/answer/", views.AnswerOffer.as_view(), name="answer_offer"),
    path(f"{OWN}pause/more-time/", views.MoreTime.as_view(), name="more_time"),
    path("changes/", views.Changes.as_view(), name="changes"),
    path("changes/tell/<slug:subject>/", views.TellChange.as_view(), name="tell_change"),
    path("changes/<uuid:public_id>/", views.Change.as_view(), name="change"),
    path(f"{FILE}application/", views.File.as_view(), name="file"),
    path(f"{FILE}application/checks/", views.AcceptanceChecks.as_view(), name="checks"),
    path(f"{FILE}application/answers/<str:code>/", views.AnswerPage.as_view(), name="answer"),
    path(f"{FILE}application/papers/<uuid:paper_id>/", views.PaperOpen.as_view(), name="paper"),
    path(f"{FILE}application/papers/<uuid:paper_id>/pages/<int:page>/", views.PaperImage.as_view(), name="paper_page"),
    path(f"{FILE}requests/", views.Requests.as_view(), name="requests"),
    path(f"{FILE}requests/ask/", views.Ask.as_view(), name="ask"),
    path(f"{FILE}requests/<uuid:request_id>/go-on/", views.GoOn.as_view(), name="go_on"),
    path(f"{FILE}pause/", views.OfferPause.as_view(), name="offer_pause"),
    path(f"{FILE}pause/answer/", views.AnswerPause.as_view(), name="answer_pause"),
    path(f"{FILE}pause/more-time/", views.AnswerMore.as_view(), name="answer_more"),
    path(f"{FILE}delay/", views.ExplainDelay.as_view(), name="explain_delay"),
    path("staff/changes/", views.StaffChanges.as_view(), name="staff_changes"),
    path("staff/changes/<uuid:public_id>/", views.StaffChange.as_view(), name="staff_change"),
    path("staff/changes/<uuid:public_id>/papers/<uuid:paper_id>/", views.ChangePaper.as_view(), name="change_paper"),
    path(f"{FILE}assign/", views.Assign.as_view(), name="assign"),
    path(f"{FILE}hand-over/", views.HandOver.as_view(), name="hand_over"),
    path("staff/files/assign/", views.AssignMany.as_view(), name="assign_many"),
]
