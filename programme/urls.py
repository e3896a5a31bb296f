"""Routes of the programme: the front page, the published criteria, the administrators' pages."""

from django.urls import path, re_path

from programme import views

app_name = "programme"
SETS = "staff/programme/criteria"
PART = f"{SETS}/draft/<slug:sort>/<str:name>"
urlpatterns = [
    path("", views.Landing.as_view(), name="landing"),
    path("criteria/", views.Criteria.as_view(), name="criteria"),
    path("staff/programme/", views.ConfigurationPage.as_view(), name="configuration"),
    path("staff/programme/profile/", views.AdoptProfile.as_view(), name="adopt"),
    path("staff/programme/draft/", views.Draft.as_view(), name="draft"),
    path("staff/programme/draft/drop/", views.DropDraft.as_view(), name="drop"),
    path("staff/programme/types/<slug:token>/", views.Opening.as_view(), name="opening"),
    path(f"{SETS}/", views.CriteriaVersions.as_view(), name="criteria_versions"),
    path(f"{SETS}/begin/", views.BeginDraft.as_view(), name="criteria_begin"),
    path(f"{SETS}/compare/", views.CompareCriteria.as_view(), name="criteria_compare"),
    path(f"{SETS}/draft/", views.CriteriaDraft.as_view(), name="criteria_draft"),
    path(f"{SETS}/draft/effect/", views.Effect.as_view(), name="criteria_effect"),
    path(f"{SETS}/draft/drop/", views.DropCriteriaDraft.as_view(), name="criteria_drop"),
    path(f"{SETS}/draft/import/", views.ImportCriteria.as_view(), name="criteria_import"),
    path(f"{SETS}/draft/add/<slug:sort>/", views.AddPart.as_view(), name="criteria_add"),
    path(f"{PART}/", views.EditPart.as_view(), name="criteria_part"),
    path(f"{PART}/remove/", views.RemovePart.as_view(), name="criteria_remove"),
    path(f"{PART}/in/<slug:language>/", views.TranslatePart.as_view(), name="criteria_translate"),
    path(f"{SETS}/<int:number>/", views.ShowVersion.as_view(), name="criteria_version"),
    path(f"{SETS}/<int:number>/preview/", views.PreviewCriteria.as_view(), name="criteria_preview"),
    re_path(
        rf"^{SETS}/(?P<number>[0-9]{{1,6}})/export/(?P<form>csv|xlsx)/$",
        views.ExportCriteria.as_view(),
        name="criteria_export",
    ),
    path("staff/programme/guidance/", views.GuidanceList.as_view(), name="guidance"),
    path("staff/programme/guidance/<str:place>/<slug:language>/", views.EditGuidance.as_view(), name="guidance_text"),
    path("staff/proposals/", views.Proposals.as_view(), name="proposals"),
    path("staff/proposals/new/", views.Propose.as_view(), name="propose"),
    path("staff/proposals/<uuid:public_id>/", views.Proposal.as_view(), name="proposal"),
    path("staff/interpretations/", views.Interpretations.as_view(), name="interpretations"),
    path("staff/interpretations/ask/", views.AskCentralUnit.as_view(), name="ask"),
    path("staff/interpretations/new/", views.WriteNote.as_view(), name="note"),
    path("staff/interpretations/<uuid:public_id>/", views.ShowInterpretation.as_view(), name="interpretation"),
    path("staff/programme/stages/", views.Stages.as_view(), name="stages"),
    path("staff/acts/<int:pk>/review/", views.ReviewAct.as_view(), name="review"),
    path("staff/programme/letters/<str:code>/<slug:language>/", views.LetterText.as_view(), name="letter"),
]
