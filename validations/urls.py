"""Routes of visits: the trader's at the root, the officers' and the team's under /staff/."""

from django.urls import path

from . import views

app_name = "validations"
VISIT = "staff/visits/<uuid:public_id>/"
urlpatterns = [
    path("visits/<uuid:public_id>/", views.VisitPage.as_view(), name="visit"),
    path("visits/<uuid:public_id>/day/", views.DayAnswer.as_view(), name="day"),
    path("visits/<uuid:public_id>/reply/", views.ReplyAnswer.as_view(), name="reply"),
    path("visits/<uuid:public_id>/actions/<uuid:finding_id>/", views.AnswerPage.as_view(), name="action"),
    path("staff/files/<uuid:public_id>/visits/", views.FileVisits.as_view(), name="file"),
    path("staff/files/<uuid:public_id>/visits/plan/", views.PlanPage.as_view(), name="plan"),
    path("staff/visits/", views.VisitList.as_view(), name="list"),
    path(VISIT, views.ChecklistPage.as_view(), name="checklist"),
    path(f"{VISIT}team/", views.TeamPage.as_view(), name="team"),
    path(f"{VISIT}notice/", views.NoticePage.as_view(), name="notice"),
    path(f"{VISIT}sample/", views.EnlargePage.as_view(), name="enlarge"),
    path(f"{VISIT}cancel/", views.CancelPage.as_view(), name="cancel"),
    path(f"{VISIT}no-interest/", views.Declare.as_view(), name="declare"),
    path(f"{VISIT}start/", views.Start.as_view(), name="start"),
    path(f"{VISIT}end/", views.End.as_view(), name="end"),
    path(f"{VISIT}points/<uuid:point_id>/", views.PointPage.as_view(), name="point"),
    path(f"{VISIT}findings/<uuid:finding_id>/", views.FindingPage.as_view(), name="finding"),
    path(f"{VISIT}papers/<uuid:paper_id>/", views.Paper.as_view(), name="paper"),
    path(f"{VISIT}papers/<uuid:paper_id>/picture/", views.PhotoImage.as_view(), name="picture"),
    path(f"{VISIT}report/", views.ReportPage.as_view(), name="report"),
    path(f"{VISIT}report/to-review/", views.ToReview.as_view(), name="to_review"),
    path(f"{VISIT}review/", views.ReviewPage.as_view(), name="review"),
    path(f"{VISIT}actions/", views.ActionsPage.as_view(), name="actions"),
    path(f"{VISIT}actions/<uuid:finding_id>/", views.ActionPage.as_view(), name="judge"),
]
