"""Addresses without a language: a calendar is read by programs, in its owner's language."""

from django.urls import path

from .views import feeds

app_name = "post-root"
urlpatterns = [path("calendar/<slug:key>.ics", feeds.feed, name="feed")]
