from django.urls import path

from . import views

app_name = "vocab"
urlpatterns = [
    path("vocabulary/", views.vocabulary, name="vocabulary"),
    path("vocabulary/<slug:slug>/", views.concept, name="concept"),
]
