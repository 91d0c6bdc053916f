from __future__ import annotations

from django.urls import path

from .views import actions, capturing, decisions, finding, overviews

MEETING = "<slug:slug>/meetings/<int:pk>/"
DECISION = "<slug:slug>/decisions/<slug:code>/"
ACTION = "<slug:slug>/actions/<slug:code>/"

urlpatterns = [
    path("<slug:slug>/meetings/search/", finding.search, name="search"),
    path(f"{MEETING}outcomes/", capturing.outcomes, name="outcomes"),
    path(f"{MEETING}decisions/", capturing.note_decision, name="note-decision"),
    path(f"{MEETING}actions/", capturing.note_action, name="note-action"),
    path("<slug:slug>/decisions/", decisions.decisions, name="decisions"),
    path("<slug:slug>/decisions.json", decisions.decisions_json, name="decisions-json"),
    path("<slug:slug>/decisions.xlsx", decisions.decisions_xlsx, name="decisions-xlsx"),
    path(DECISION, decisions.decision, name="decision"),
    path(f"{DECISION}wording/", decisions.wording, name="decision-wording"),
    path(f"{DECISION}audience/", decisions.audience, name="decision-audience"),
    path(f"{DECISION}superseding/", decisions.superseding, name="decision-superseding"),
    path("<slug:slug>/actions/", actions.actions, name="actions"),
    path("<slug:slug>/actions.json", actions.actions_json, name="actions-json"),
    path("<slug:slug>/actions.xlsx", actions.actions_xlsx, name="actions-xlsx"),
    path(ACTION, actions.action, name="action"),
    path(f"{ACTION}edit/", actions.edit_action, name="edit-action"),
    path(f"{ACTION}closing/", actions.closing, name="close-action"),
    path(f"{ACTION}reopening/", actions.reopening, name="reopen-action"),
    path("<slug:slug>/attendance/", overviews.attendance, name="attendance"),
    path("<slug:slug>/attendance.json", overviews.attendance_json, name="attendance-json"),
    path("<slug:slug>/attendance.xlsx", overviews.attendance_xlsx, name="attendance-xlsx"),
    path("<slug:slug>/years/<int:year>/", overviews.year, name="year"),
    path("<slug:slug>/years/<int:year>.pdf", overviews.year_pdf, name="year-pdf"),
]
