"""The catalogue's pages. Listed before the members' and the portal's, whose addresses would match as well."""

from django.urls import include, path

from .views import listing

app_name = "catalogue"
urlpatterns = [
    path("", include("corridor.catalogue.reviews.urls")),
    path("", include("corridor.catalogue.joint.urls")),
    path("", include("corridor.catalogue.upkeep.urls")),
    path("services/", listing.services, name="services"),
    path("hubs/<slug:hub>/services/<slug:slug>/", listing.service, name="service"),
]
