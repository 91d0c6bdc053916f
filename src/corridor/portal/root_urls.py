"""Addresses without a language: the entry, which chooses one, and files for machines."""

from django.urls import path

from .views import entry, machines

app_name = "portal-root"
urlpatterns = [
    path("", entry.choose_language, name="entry"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("site.webmanifest", machines.manifest, name="manifest"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
