from __future__ import annotations

from django.urls import path

from . import views

AGENDA = "<slug:slug>/meetings/<int:pk>/agenda/"

urlpatterns = [
    path(AGENDA, views.agenda, name="agenda"),
    path(f"{AGENDA}proposals/", views.proposal, name="take-proposal"),
    path(f"{AGENDA}proposals/due/", views.all_due, name="take-all-due"),
    path(f"{AGENDA}usual-items/", views.usual_items, name="usual-items"),
    path(f"{AGENDA}items/", views.new_item, name="new-item"),
    path(f"{AGENDA}items/<int:item>/", views.item, name="edit-item"),
    path(f"{AGENDA}items/<int:item>/place/", views.move, name="move-item"),
    path(f"{AGENDA}items/<int:item>/removal/", views.remove, name="remove-item"),
    path(f"{AGENDA}items/<int:item>/return/", views.offer_again, name="offer-again"),
    path(f"{AGENDA}suggestions/", views.suggestions, name="suggest-item"),
    path(f"{AGENDA}suggestions/<int:item>/", views.suggestion, name="decide-suggestion"),
    path(f"{AGENDA}suggestions/<int:item>/withdrawal/", views.take_back, name="take-back-suggestion"),
    path(f"{AGENDA}mailing/", views.mailing, name="send-agenda"),
]
