"""Routes of operators: the company's own record, the personal link of a person, officers' pages."""

from django.urls import path

from operators import views

app_name = "operators"
urlpatterns = [
    path("company/register/", views.Register.as_view(), name="register"),
    path("company/", views.Company.as_view(), name="company"),
    path("company/edit/", views.EditCompany.as_view(), name="edit"),
    path("company/listing/", views.Listing.as_view(), name="listing"),
    path("company/exchange/", views.Exchange.as_view(), name="exchange"),
    path("company/claim/", views.ClaimPage.as_view(), name="claim"),
    path("company/claim/code/", views.ClaimCode.as_view(), name="claim_code"),
    path("company/sites/", views.Sites.as_view(), name="sites"),
    path("company/sites/add/", views.AddSite.as_view(), name="add_site"),
    path("company/sites/<uuid:public_id>/", views.EditSite.as_view(), name="edit_site"),
    path("company/sites/<uuid:public_id>/close/", views.CloseSite.as_view(), name="close_site"),
    path("company/people/", views.People.as_view(), name="people"),
    path("company/people/add/", views.AddPerson.as_view(), name="add_person"),
    path("company/people/<uuid:public_id>/", views.EditPerson.as_view(), name="edit_person"),
    path("company/people/<uuid:public_id>/link/", views.SendLink.as_view(), name="send_link"),
    path("company/people/<uuid:public_id>/left/", views.PersonLeft.as_view(), name="person_left"),
    path("personal/<str:token>/", views.Personal.as_view(), name="personal"),
    path("personal/<str:token>/paper/", views.PersonalPaper.as_view(), name="personal_paper"),
    path("staff/claims/", views.Claims.as_view(), name="claims"),
    path("staff/claims/<uuid:public_id>/", views.ClaimFile.as_view(), name="claim_file"),
    path("staff/claims/<uuid:public_id>/letter/", views.ClaimLetter.as_view(), name="claim_letter"),
    path("staff/claims/<uuid:public_id>/deed/", views.ClaimDeed.as_view(), name="claim_deed"),
    path("staff/operators/<uuid:public_id>/", views.OperatorFile.as_view(), name="operator"),
    path("staff/operators/<uuid:public_id>/assign/", views.Assign.as_view(), name="assign"),
    path("staff/operators/<uuid:public_id>/interest/", views.DeclareInterest.as_view(), name="declare_interest"),
    path("staff/operators/<uuid:public_id>/recovery/", views.AskRecovery.as_view(), name="ask_recovery"),
    path("staff/operators/<uuid:public_id>/papers/<uuid:document>/", views.PersonPaper.as_view(), name="person_paper"),
    path("staff/recoveries/<uuid:public_id>/", views.DecideRecovery.as_view(), name="decide_recovery"),
]
