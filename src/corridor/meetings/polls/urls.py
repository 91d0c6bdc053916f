from __future__ import annotations

from django.urls import path

from .views import answering, hours, proposing, results

urlpatterns = [
    path("account/hours/", hours.hours, name="hours"),
    path("account/hours/calendar/", hours.calendar, name="busy-calendar"),
    path("account/hours/calendar/removal/", hours.removal, name="remove-busy-calendar"),
    path("polls/<str:key>/", answering.by_key, name="poll-by-key"),
    path("<slug:slug>/meetings/<int:pk>/poll/", results.poll, name="poll"),
    path("<slug:slug>/meetings/<int:pk>/poll/new/", proposing.new_poll, name="new-poll"),
    path("<slug:slug>/meetings/<int:pk>/poll/answers/", answering.answers, name="poll-answers"),
    path("<slug:slug>/meetings/<int:pk>/poll/choice/", results.choice, name="choose-slot"),
    path("<slug:slug>/meetings/<int:pk>/poll/cancellation/", results.cancellation, name="cancel-poll"),
    path("<slug:slug>/meetings/<int:pk>/poll/reopening/", results.reopening, name="reopen-poll"),
]
