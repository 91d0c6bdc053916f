"""Addresses without a language: the entry, which chooses one."""

from django.urls import path

from .views import entry

app_name = "portal-root"
urlpatterns = [
    path("", entry.choose_language, name="entry"),
]
