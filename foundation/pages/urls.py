"""Routes of the pages that belong to no case."""

from django.urls import path

from foundation.pages import views

app_name = "pages"
urlpatterns = [
    path("help/", views.Help.as_view(), name="help"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("cookies/", views.Cookies.as_view(), name="cookies"),
    path("privacy/", views.Privacy.as_view(), name="privacy"),
    path("legal-basis/", views.LegalBasis.as_view(), name="legal-basis"),
    path("contact/", views.Contact.as_view(), name="contact"),
    path("brand.css", views.BrandSheet.as_view(), name="brand"),
    path("language/", views.Language.as_view(), name="language"),
    path("go/", views.Go.as_view(), name="go"),
    path("session/keep/", views.KeepAlive.as_view(), name="keepalive"),
]
