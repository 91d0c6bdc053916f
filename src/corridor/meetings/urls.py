from django.urls import include, path

from .views import meetings, public

app_name = "meetings"
urlpatterns = [
    path("<slug:slug>/meetings.ics", public.calendar, name="calendar"),
    path("<slug:slug>/meetings/", meetings.meetings, name="meetings"),
    path("<slug:slug>/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("", include("corridor.meetings.polls.urls")),
    path("", include("corridor.meetings.invitations.urls")),
    path("", include("corridor.meetings.agenda.urls")),
    path("", include("corridor.meetings.minutes.urls")),
    path("", include("corridor.meetings.registers.urls")),
    path("", include("corridor.meetings.votes.urls")),
    path("", include("corridor.meetings.documents.urls")),
]
