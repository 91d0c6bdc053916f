"""The catalogue's pages. Listed before the members' and the portal's, whose addresses would match as well."""

from django.urls import include, path

from .views import comparing, ending, finding, listing, of_hub, versions, writing

app_name = "catalogue"
urlpatterns = [
    path("", include("corridor.catalogue.reviews.urls")),
    path("", include("corridor.catalogue.joint.urls")),
    path("", include("corridor.catalogue.upkeep.urls")),
    path("", include("corridor.catalogue.sheets.urls")),
    path("", include("corridor.catalogue.unmet.urls")),
    path("", include("corridor.catalogue.saved.urls")),
    path("", include("corridor.catalogue.exports.urls")),
    path("", include("corridor.catalogue.slots.urls")),
    path("services/compare/", comparing.compare, name="compare"),
    path("services/", finding.services, name="services"),
    path("hubs/<slug:hub>/services/", of_hub.services_of_hub, name="of-hub"),
    path("hubs/<slug:hub>/services/new/", writing.new_service, name="new-service"),
    path("hubs/<slug:hub>/services/<slug:slug>/", listing.service, name="service"),
    path("hubs/<slug:hub>/services/<slug:slug>/edit/", writing.edit_service, name="edit-service"),
    path("hubs/<slug:hub>/services/<slug:slug>/versions/", versions.versions, name="versions"),
    path("hubs/<slug:hub>/services/<slug:slug>/withdrawal/", ending.withdrawal, name="withdrawal"),
    path("hubs/<slug:hub>/services/<slug:slug>/offer-again/", ending.offer_again, name="offer-again"),
    path("hubs/<slug:hub>/services/<slug:slug>/deletion/", ending.deletion, name="deletion"),
    path("hubs/<slug:hub>/services/<slug:slug>/proposal/", ending.dropped_proposal, name="drop-proposal"),
]
