"""Routes of account management: officers' pages, and the page on which a company writes to Customs."""

from django.urls import path

from . import views

app_name = "account_management"
urlpatterns = [
    path("messages/new/", views.NewConversation.as_view(), name="write"),
    path("staff/clients/", views.Clients.as_view(), name="clients"),
    path("staff/clients/<uuid:public_id>/", views.ClientPage.as_view(), name="client"),
]
