from __future__ import annotations

from django.urls import URLPattern, path

from . import feeds, views

PEOPLE = "<slug:slug>/meetings/<int:pk>/people/"

urlpatterns: list[URLPattern] = [
    path("hubs/<slug:slug>/meetings.ics", feeds.of_hub, name="hub-calendar"),
    path(PEOPLE, views.people, name="people"),
    path(f"{PEOPLE}invitations/", views.invite, name="invite"),
    path(f"{PEOPLE}guests/", views.guest, name="invite-guest"),
    path(f"{PEOPLE}announcement/", views.announcement, name="announce"),
    path(f"{PEOPLE}answer/", views.answer, name="answer-invitation"),
    path(f"{PEOPLE}<int:invitation>/withdrawal/", views.withdrawal, name="withdraw-invitation"),
    path(f"{PEOPLE}<int:invitation>/requirement/", views.requirement, name="require-participant"),
    path(f"{PEOPLE}<int:invitation>/answer/", views.answer_of, name="answer-for"),
]
