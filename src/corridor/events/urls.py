from django.urls import include, path

app_name = "events"
urlpatterns = [
    path("", include("corridor.events.programme.urls")),
    path("", include("corridor.events.door.urls")),
]
