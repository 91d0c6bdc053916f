from django.urls import include, path

app_name = "bilaterals"
urlpatterns = [
    path("", include("corridor.bilaterals.profiles.urls")),
    path("", include("corridor.bilaterals.asking.urls")),
    path("", include("corridor.bilaterals.suggesting.urls")),
]
