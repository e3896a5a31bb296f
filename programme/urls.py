"""Routes of the programme: the front page, the published criteria, the administrators' pages."""

from django.urls import path

from programme import views

app_name = "programme"
urlpatterns = [
    path("", views.Landing.as_view(), name="landing"),
    path("criteria/", views.Criteria.as_view(), name="criteria"),
    path("staff/programme/", views.ConfigurationPage.as_view(), name="configuration"),
    path("staff/programme/profile/", views.AdoptProfile.as_view(), name="adopt"),
    path("staff/programme/draft/", views.Draft.as_view(), name="draft"),
    path("staff/programme/draft/drop/", views.DropDraft.as_view(), name="drop"),
    path("staff/programme/types/<slug:token>/", views.Opening.as_view(), name="opening"),
    path("staff/acts/<int:pk>/review/", views.ReviewAct.as_view(), name="review"),
    path("staff/programme/letters/<str:code>/<slug:language>/", views.LetterText.as_view(), name="letter"),
]
