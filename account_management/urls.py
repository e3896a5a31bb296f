"""Routes of account management: officers' pages only; the client writes in its own inbox."""

from django.urls import path

from . import views

app_name = "account_management"
urlpatterns = [
    path("staff/clients/", views.Clients.as_view(), name="clients"),
    path("staff/clients/<uuid:public_id>/", views.ClientPage.as_view(), name="client"),
]
