"""Routes of decisions and certificates. Acts that change something stand in `lifecycle`."""

from django.urls import path

from . import views

app_name = "certificates"
urlpatterns = [
    path("register/", views.Register.as_view(), name="register"),
    path("register/companies.csv", views.RegisterCsv.as_view(), name="register_csv"),
    path("register/companies.json", views.RegisterJson.as_view(), name="register_json"),
    path(".well-known/jwks.json", views.PublicKeys.as_view(), name="keys"),
    path("verify/", views.Check.as_view(), name="check"),
    path("verify/<uuid:public_id>/", views.Verify.as_view(), name="verify"),
    path("verify/<uuid:public_id>/signed.json", views.SignedAnswer.as_view(), name="signed"),
    path("certificates/", views.Mine.as_view(), name="mine"),
    path("certificates/listing/", views.Listing.as_view(), name="listing"),
    path("decisions/<uuid:public_id>/", views.CompanyDecision.as_view(), name="hearing"),
    path("staff/files/<uuid:public_id>/decision/", views.Decision.as_view(), name="decision"),
    path(
        "staff/files/<uuid:public_id>/hearing/papers/<uuid:document_id>/",
        views.StatementFile.as_view(),
        name="statement_file",
    ),
    path("staff/certificates/", views.CertificateList.as_view(), name="list"),
    path("staff/certificates/<uuid:public_id>/", views.CertificatePage.as_view(), name="certificate"),
    path("staff/certificates/<uuid:public_id>/paper/", views.Paper.as_view(), name="paper"),
]
