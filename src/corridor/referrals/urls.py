"""Pages of needs and referrals. Listed before the rooms below, whose addresses would match as well."""

from django.urls import include, path

app_name = "referrals"
urlpatterns = [
    path("", include("corridor.referrals.posting.urls")),
    path("", include("corridor.referrals.desk.urls")),
    path("", include("corridor.referrals.handing.urls")),
    path("", include("corridor.referrals.results.urls")),
    path("", include("corridor.referrals.flows.urls")),
]
