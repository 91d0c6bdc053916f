from __future__ import annotations

from django.urls import path

from . import views

ONE = "<slug:slug>/meetings/<int:pk>/votes/<int:vote>/"

urlpatterns = [
    path("<slug:slug>/meetings/<int:pk>/votes/", views.votes, name="votes"),
    path("<slug:slug>/meetings/<int:pk>/votes/new/", views.new_vote, name="new-vote"),
    path(ONE, views.vote, name="vote"),
    path(f"{ONE}state/", views.state, name="vote-state"),
    path(f"{ONE}result.json", views.result, name="vote-result"),
    path(f"{ONE}ballot/", views.ballot, name="vote-ballot"),
    path(f"{ONE}recusal/", views.recusal, name="vote-recusal"),
    path(f"{ONE}closing/", views.closing, name="close-vote"),
    path(f"{ONE}count/", views.counting, name="count-vote"),
    path(f"{ONE}decision/", views.decision, name="vote-decision"),
    path(f"{ONE}cancellation/", views.cancellation, name="cancel-vote"),
]
