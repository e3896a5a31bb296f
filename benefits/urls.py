"""Routes of benefits: the company's own page."""

from django.urls import path

from . import views

app_name = "benefits"
urlpatterns = [path("benefits/", views.Mine.as_view(), name="mine")]
