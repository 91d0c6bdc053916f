from django.urls import path

from .sheet import SHEET
from .views import checking_in, messages, paper, participants

EVENT = "<slug:group>/events/<slug:slug>/"
ONE = f"{EVENT}participants/<int:pk>/"
CODE = f"{EVENT}door/<slug:code>/"

urlpatterns = [
    path(f"{EVENT}participants/", participants.participants, name="participants"),
    path(f"{EVENT}participants/badges.pdf", paper.all_badges, name="badges"),
    path(ONE, participants.participant, name="participant"),
    path(f"{ONE}badge.pdf", paper.badge, name="badge"),
    path(f"{ONE}promotion/", participants.promotion, name="promote"),
    path(f"{ONE}cancellation/", participants.cancellation, name="cancel-for"),
    *SHEET.urls(),
    path(f"{EVENT}door/", checking_in.door, name="door"),
    path(CODE, checking_in.at_door, name="at-door"),
    path(f"{CODE}undoing/", checking_in.undoing, name="undo-check-in"),
    path(f"{EVENT}messages/", messages.written, name="messages"),
    path(f"{EVENT}me/code/", paper.own_code, name="own-code"),
    path(f"{EVENT}me/code.svg", paper.own_code_picture, name="own-code-picture"),
]
