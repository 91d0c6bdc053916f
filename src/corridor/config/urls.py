from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from corridor.people.sign_in.views import operators_door
from corridor.portal.views import developers, errors, health

from .api import api

urlpatterns = [
    path("health/", health.health, name="health"),
    path("api/v1/", api.urls),
    path("admin/login/", operators_door),
    path("admin/", admin.site.urls),
    path("vocabularies/", include("corridor.vocab.export_urls")),
    path("", include("corridor.portal.root_urls")),
    path("", include("corridor.post.root_urls")),
    *i18n_patterns(
        path("developers/", developers.documentation, {"api": api}, name="api-docs"),
        path("", include("corridor.kernel.audience.urls")),
        path("", include("corridor.kernel.journal.urls")),
        path("", include("corridor.people.urls")),
        path("", include("corridor.people.allauth_urls")),
        path("", include("corridor.vocab.urls")),
        path("", include("corridor.post.urls")),
        path("", include("corridor.referrals.urls")),
        path("", include("corridor.catalogue.urls")),
        path("", include("corridor.members.urls")),
        path("", include("corridor.meetings.urls")),
        path("", include("corridor.events.urls")),
        path("", include("corridor.portal.urls")),
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
