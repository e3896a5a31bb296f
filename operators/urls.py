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
    path("company/sites/file/", views.ImportSites.as_view(), name="import_sites"),
    path("company/sites/groups/add/", views.AddSiteGroup.as_view(), name="add_site_group"),
    path("company/sites/groups/<uuid:public_id>/", views.EditSiteGroup.as_view(), name="edit_site_group"),
    path(
        "company/sites/groups/<uuid:public_id>/dissolve/", views.DissolveSiteGroup.as_view(), name="dissolve_site_group"
    ),
    path("company/chain/add/", views.AddPartner.as_view(), name="add_partner"),
    path("company/chain/indirect/", views.IndirectExports.as_view(), name="indirect_exports"),
    path(
        "company/chain/indirect/<uuid:public_id>/remove/",
        views.RemoveIndirectExport.as_view(),
        name="remove_indirect_export",
    ),
    path("company/chain/<uuid:public_id>/", views.EditPartner.as_view(), name="edit_partner"),
    path("company/chain/<uuid:public_id>/end/", views.EndPartner.as_view(), name="end_partner"),
    path("company/chain/<uuid:public_id>/invite/", views.InvitePartner.as_view(), name="invite_partner"),
    path("partner/<str:token>/", views.ChainLink.as_view(), name="chain_link"),
    path("company/mandates/", views.Mandates.as_view(), name="mandates"),
    path("company/mandates/give/", views.GiveMandate.as_view(), name="give_mandate"),
    path("company/members/<int:pk>/limit/", views.LimitMember.as_view(), name="limit_member"),
    path("company/group/", views.Group.as_view(), name="group"),
    path("company/group/answer/", views.AnswerGroup.as_view(), name="answer_group"),
    path("company/legal-form/", views.ExplainLegalForm.as_view(), name="explain_form"),
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
    path("staff/operators/", views.Operators.as_view(), name="operators"),
    path("staff/operators/<uuid:public_id>/legal-form/", views.SettleLegalForm.as_view(), name="settle_form"),
    path("staff/operators/<uuid:public_id>/", views.OperatorFile.as_view(), name="operator"),
    path("staff/interests/", views.Interests.as_view(), name="interests"),
    path("staff/interests/<int:pk>/end/", views.EndInterest.as_view(), name="end_interest"),
    path("staff/operators/<uuid:public_id>/assign/", views.Assign.as_view(), name="assign"),
    path("staff/operators/<uuid:public_id>/interest/", views.DeclareInterest.as_view(), name="declare_interest"),
    path("staff/operators/<uuid:public_id>/recovery/", views.AskRecovery.as_view(), name="ask_recovery"),
    path("staff/operators/<uuid:public_id>/papers/<uuid:document>/", views.PersonPaper.as_view(), name="person_paper"),
    path("staff/recoveries/<uuid:public_id>/", views.DecideRecovery.as_view(), name="decide_recovery"),
]
