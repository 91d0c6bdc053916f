from __future__ import annotations

from django.urls import path

from .views import attendance, live, minutes, paper, passages

AT = "<slug:slug>/meetings/<int:pk>"

urlpatterns = [
    path("check-in/", attendance.check_in_anywhere, name="check-in-anywhere"),
    path(f"{AT}/live/", live.live, name="live"),
    path(f"{AT}/live/items/<int:item>/", live.item, name="live-item"),
    path(f"{AT}/opening/", live.opening, name="open-meeting"),
    path(f"{AT}/closing/", live.closing, name="close-meeting"),
    path(f"{AT}/check-in/", attendance.check_in, name="check-in"),
    path(f"{AT}/check-in/<str:token>/", attendance.guest_check_in, name="guest-check-in"),
    path(f"{AT}/presence/", attendance.presence, name="presence"),
    path(f"{AT}/presence/walk-ins/", attendance.walk_in, name="walk-in"),
    path(f"{AT}/minutes/", minutes.minutes, name="minutes"),
    path(f"{AT}/minutes.pdf", paper.paper, name="minutes-pdf"),
    path(f"{AT}/minutes/beginning/", minutes.beginning, name="begin-minutes"),
    path(f"{AT}/minutes/comment-period/", minutes.comment_period, name="open-comments"),
    path(f"{AT}/minutes/comments/", minutes.comments, name="comment-minutes"),
    path(f"{AT}/minutes/comments/<int:comment>/", minutes.settlement, name="settle-comment"),
    path(f"{AT}/minutes/approval/", minutes.approval, name="approve-minutes"),
    path(f"{AT}/minutes/audience/", minutes.audience, name="minutes-audience"),
    path(f"{AT}/minutes/passages/<int:passage>/", passages.passage, name="passage"),
    path(f"{AT}/minutes/passages/<int:passage>/text/", passages.text, name="passage-text"),
    path(f"{AT}/minutes/passages/<int:passage>/correction/", passages.correction, name="correct-passage"),
    path(f"{AT}/minutes/clashes/<int:clash>/", passages.clash, name="settle-clash"),
]
