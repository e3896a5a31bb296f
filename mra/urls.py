"""Routes of mutual recognition."""

from django.urls import path

from . import views

app_name = "mra"
urlpatterns = [
    path("staff/partners/", views.Partners.as_view(), name="partners"),
    path("benefits/consents/<slug:country_code>/", views.Consent.as_view(), name="consent"),
]
