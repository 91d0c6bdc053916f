"""Pages of 1:1 meetings. Listed before the rooms below, whose addresses would match as well."""

from django.urls import include, path

app_name = "bilaterals"
urlpatterns = [
    path("", include("corridor.bilaterals.profiles.urls")),
    path("", include("corridor.bilaterals.asking.urls")),
    path("", include("corridor.bilaterals.setting_up.urls")),
    path("", include("corridor.bilaterals.scheduling.urls")),
    path("", include("corridor.bilaterals.day.urls")),
    path("", include("corridor.bilaterals.suggesting.urls")),
    path("", include("corridor.bilaterals.outcomes.urls")),
    path("", include("corridor.bilaterals.repairing.urls")),
]
