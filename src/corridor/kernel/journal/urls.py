from django.urls import path

from . import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.of_everything, name="everything"),
    path("journal/<slug:kind>/<slug:key>/", views.of_record, name="of-record"),
]
