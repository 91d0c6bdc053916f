"""The catalogue's pages. Listed before the members' and the portal's, whose addresses would match as well."""

from django.urls import path

from .views import listing

app_name = "catalogue"
urlpatterns = [
    path("services/", listing.services, name="services"),
    path("hubs/<slug:hub>/services/<slug:slug>/", listing.service, name="service"),
]
