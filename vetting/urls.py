"""Routes of vetting: the tab of a file, its checks, hits, lists and the desk. All of them are officers' pages."""

from django.urls import path

from vetting import views

app_name = "vetting"

urlpatterns = [
    path("staff/vetting/", views.Desk.as_view(), name="desk"),
    path("staff/files/<uuid:public_id>/vetting/", views.VettingFile.as_view(), name="file"),
    path("staff/files/<uuid:public_id>/vetting/<slug:code>/", views.CheckPage.as_view(), name="check"),
    path("staff/hits/", views.Hits.as_view(), name="hits"),
    path("staff/hits/<uuid:public_id>/", views.HitPage.as_view(), name="hit"),
    path("staff/hits/<uuid:public_id>/finding/", views.Finding.as_view(), name="finding"),
    path("staff/hits/<uuid:public_id>/again/", views.Reopen.as_view(), name="reopen"),
    path("staff/lists/", views.Lists.as_view(), name="lists"),
    path("staff/lists/import/", views.ImportList.as_view(), name="import"),
]
