"""Routes of the inbox, of conversations and of letters."""

from django.urls import path

from . import views

app_name = "correspondence"
urlpatterns = [
    path("messages/", views.Inbox.as_view(), name="inbox"),
    path("messages/notices/<uuid:public_id>/", views.OpenNotice.as_view(), name="notice"),
    path("messages/notices/<uuid:public_id>/done/", views.SettleNotice.as_view(), name="settle"),
    path("messages/<uuid:public_id>/", views.ThreadPage.as_view(), name="thread"),
    path("messages/<uuid:public_id>/files/<uuid:document_id>/", views.Attachment.as_view(), name="attachment"),
    path("letters/<uuid:public_id>/", views.LetterPage.as_view(), name="letter"),
    path("letters/<uuid:public_id>/print/", views.LetterPrint.as_view(), name="letter_print"),
]
