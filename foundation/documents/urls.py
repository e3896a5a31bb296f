"""Routes of a company's own library. Officers open documents through the room that owns the file."""

from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("documents/", views.Library.as_view(), name="library"),
    path("documents/add/", views.Upload.as_view(), name="upload"),
    path("documents/<uuid:public_id>/", views.Open.as_view(), name="open"),
    path("documents/<uuid:public_id>/download/", views.Download.as_view(), name="download"),
    path("documents/<uuid:public_id>/pages/<int:page>/", views.PageImage.as_view(), name="page"),
    path("documents/<uuid:public_id>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]
