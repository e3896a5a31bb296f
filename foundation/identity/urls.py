"""Routes of identity. Signing in itself is allauth's, under /account/."""

from django.urls import path

from foundation.identity import views

app_name = "identity"
urlpatterns = [
    path("account/", views.Account.as_view(), name="account"),
    path("account/company/", views.ChooseCompany.as_view(), name="choose_company"),
    path("account/sessions/", views.Sessions.as_view(), name="sessions"),
    path("invitations/<uuid:public_id>/", views.AcceptInvitation.as_view(), name="invitation"),
    path("company/members/", views.Members.as_view(), name="members"),
    path("company/members/<int:pk>/end/", views.EndMembership.as_view(), name="end_membership"),
    path("company/invitations/<uuid:public_id>/send/", views.SendInvitation.as_view(), name="send_invitation"),
    path(
        "company/invitations/<uuid:public_id>/withdraw/", views.WithdrawInvitation.as_view(), name="withdraw_invitation"
    ),
    path("staff/people/", views.People.as_view(), name="people"),
    path("staff/people/absence/", views.RecordAbsence.as_view(), name="absence"),
    path("staff/people/absence/<int:pk>/withdraw/", views.WithdrawAbsence.as_view(), name="withdraw_absence"),
    path("staff/people/<uuid:public_id>/switch-off/", views.SwitchOff.as_view(), name="switch_off"),
    path("staff/people/<uuid:public_id>/deputy/", views.NameDeputy.as_view(), name="deputy"),
    path("staff/people/deputies/<int:pk>/end/", views.EndDeputy.as_view(), name="end_deputy"),
]
