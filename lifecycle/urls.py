"""Routes of the acts that span rooms, and of the status look-up."""

from django.urls import path

from . import api, views

app_name = "lifecycle"
urlpatterns = [
    path("applications/begin/", views.Begin.as_view(), name="begin"),
    path("applications/sign/", views.SignMany.as_view(), name="sign_many"),
    path("applications/<uuid:public_id>/submit/", views.Submit.as_view(), name="submit"),
    path("staff/files/<uuid:public_id>/accept/", views.Accept.as_view(), name="accept"),
    path("staff/files/<uuid:public_id>/not-accept/", views.NotAccept.as_view(), name="not_accept"),
    path("applications/<uuid:public_id>/pause/done/", views.FinishImprovement.as_view(), name="finish_improvement"),
    path("applications/<uuid:public_id>/again/", views.StartAgain.as_view(), name="start_again"),
    path("staff/files/<uuid:public_id>/pause/end/", views.EndImprovement.as_view(), name="end_improvement"),
    path("staff/files/<uuid:public_id>/extend/", views.ExtendDecision.as_view(), name="extend"),
    path("staff/files/<uuid:public_id>/cause/", views.RecordCause.as_view(), name="record_cause"),
    path("staff/files/<uuid:public_id>/cause/end/", views.EndCause.as_view(), name="end_cause"),
    path("staff/changes/<uuid:public_id>/accept/", views.AcceptChange.as_view(), name="accept_change"),
    path("staff/changes/<uuid:public_id>/refuse/", views.RefuseChange.as_view(), name="refuse_change"),
    path("staff/files/<uuid:public_id>/determine/", views.Determine.as_view(), name="determine"),
    path("staff/visits/<uuid:public_id>/close/", views.CloseValidation.as_view(), name="close_validation"),
    path("staff/files/<uuid:public_id>/propose/", views.Propose.as_view(), name="propose"),
    path("staff/files/<uuid:public_id>/decide/", views.Decide.as_view(), name="decide"),
    path("decisions/<uuid:public_id>/speak/", views.Speak.as_view(), name="speak"),
    path("staff/certificates/<uuid:public_id>/suspend/", views.Suspend.as_view(), name="suspend"),
    path("staff/certificates/<uuid:public_id>/lift/", views.Lift.as_view(), name="lift"),
    path("staff/certificates/<uuid:public_id>/revoke/", views.Revoke.as_view(), name="revoke"),
    path("staff/certificates/<uuid:public_id>/annul/", views.Annul.as_view(), name="annul"),
    path("staff/certificates/<uuid:public_id>/cover/", views.Cover.as_view(), name="cover"),
    path("staff/certificates/<uuid:public_id>/covered/<int:pk>/end/", views.Uncover.as_view(), name="uncover"),
    path("staff/programme/closures/<uuid:public_id>/", views.ConfirmClosure.as_view(), name="closure"),
    path("api/v1/operators/<str:tin>/status", api.Status.as_view(), name="status"),
    path("api/v1/status-lookups", api.StatusLookups.as_view(), name="status_lookups"),
]
