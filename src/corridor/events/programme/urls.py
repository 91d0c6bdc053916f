from django.urls import path

from . import views
from .sheet import SHEET
from .views import QUESTION, ROOM, SESSION

urlpatterns = [
    path("<slug:group>/events/<slug:slug>/programme/", views.programme, name="programme"),
    path("<slug:group>/events/<slug:slug>/questions/", views.questions, name="questions"),
    *SHEET.urls(),
]
for noun, kind in (("rooms", ROOM), ("sessions", SESSION), ("questions", QUESTION)):
    stem = f"<slug:group>/events/<slug:slug>/{noun}/"
    urlpatterns += [
        path(f"{stem}new/", views.new_part, {"kind": kind}, name=f"new-{kind.noun}"),
        path(f"{stem}<int:pk>/", views.edit_part, {"kind": kind}, name=f"edit-{kind.noun}"),
        path(f"{stem}<int:pk>/removal/", views.removal, {"kind": kind}, name=f"remove-{kind.noun}"),
    ]
