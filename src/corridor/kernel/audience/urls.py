from django.urls import path

from . import views

app_name = "audience"
urlpatterns = [
    path("who-can-see/<slug:kind>/<slug:key>/", views.page, name="who-can-see"),
]
