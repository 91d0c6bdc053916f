from django.urls import include, path

from .views import meetings, preparing, public, series

app_name = "meetings"
urlpatterns = [
    path("<slug:slug>/meetings.ics", public.calendar, name="calendar"),
    path("<slug:slug>/meetings.atom", public.atom, name="atom"),
    path("<slug:slug>/meetings/<slug:series>.ics", public.series_calendar, name="series-calendar"),
    path("<slug:slug>/meetings/<slug:series>.atom", public.series_atom, name="series-atom"),
    path("<slug:slug>/meetings/<int:pk>.ttl", public.rdf, {"suffix": "ttl"}, name="turtle"),
    path("<slug:slug>/meetings/<int:pk>.jsonld", public.rdf, {"suffix": "jsonld"}, name="json-ld"),
    path("<slug:slug>/meetings/", meetings.meetings, name="meetings"),
    path("<slug:slug>/meetings/new/", preparing.new_meeting, name="new-meeting"),
    path("<slug:slug>/meetings/series/new/", series.new_series, name="new-series"),
    path("<slug:slug>/meetings/series/<slug:series>/", series.series, name="series"),
    path("<slug:slug>/meetings/series/<slug:series>/edit/", series.edit_series, name="edit-series"),
    path("<slug:slug>/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("<slug:slug>/meetings/<int:pk>/edit/", preparing.edit_meeting, name="edit-meeting"),
    path("<slug:slug>/meetings/<int:pk>/cancellation/", preparing.cancel_meeting, name="cancel-meeting"),
    path("", include("corridor.meetings.polls.urls")),
    path("", include("corridor.meetings.invitations.urls")),
    path("", include("corridor.meetings.agenda.urls")),
    path("", include("corridor.meetings.minutes.urls")),
    path("", include("corridor.meetings.registers.urls")),
    path("", include("corridor.meetings.votes.urls")),
    path("", include("corridor.meetings.documents.urls")),
]
