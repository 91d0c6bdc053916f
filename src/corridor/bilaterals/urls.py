from django.urls import include, path

app_name = "bilaterals"
urlpatterns = [
    path("", include("corridor.bilaterals.setting_up.urls")),
    path("", include("corridor.bilaterals.scheduling.urls")),
    path("", include("corridor.bilaterals.repairing.urls")),
]
