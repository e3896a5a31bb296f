"""Routes of benefits: the company's own page, and its supply chain."""

from django.urls import path

from . import views

app_name = "benefits"
urlpatterns = [
    path("benefits/", views.Mine.as_view(), name="mine"),
    path("company/chain/", views.Chain.as_view(), name="chain"),
]
