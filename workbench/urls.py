"""Routes of the homes, the queue and the dossier."""

from django.urls import path

from . import views

app_name = "workbench"
FILE = "staff/files/<uuid:public_id>"
urlpatterns = [
    path("home/", views.Home.as_view(), name="home"),
    path("home/companies/", views.Clients.as_view(), name="clients"),
    path("promises/", views.Promises.as_view(), name="promises"),
    path("staff/queue/", views.Queue.as_view(), name="queue"),
    path("staff/programme/criteria/touched/", views.CriteriaTouched.as_view(), name="criteria_touched"),
    path("staff/durations/", views.Durations.as_view(), name="durations"),
    path("staff/search/", views.Search.as_view(), name="search"),
    path(f"{FILE}/", views.DossierOverview.as_view(), name="dossier"),
    path(f"{FILE}/messages/", views.DossierMessages.as_view(), name="messages"),
    path(f"{FILE}/papers/", views.DossierPapers.as_view(), name="papers"),
    path(f"{FILE}/history/", views.DossierHistory.as_view(), name="history"),
    path(f"{FILE}/reads/", views.DossierReads.as_view(), name="reads"),
]
