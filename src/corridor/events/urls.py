from django.urls import include, path

from .views import events, preparing, public

app_name = "events"
urlpatterns = [
    path("", include("corridor.events.registering.urls")),
    path("", include("corridor.events.programme.urls")),
    path("", include("corridor.events.door.urls")),
    path("<slug:group>/events.ics", public.calendar, name="calendar"),
    path("<slug:group>/events.atom", public.atom, name="atom"),
    path("<slug:group>/events/<slug:slug>.ics", public.one_calendar, name="event-calendar"),
    path("<slug:group>/events/<slug:slug>.ttl", public.rdf, {"suffix": "ttl"}, name="turtle"),
    path("<slug:group>/events/<slug:slug>.jsonld", public.rdf, {"suffix": "jsonld"}, name="json-ld"),
    path("<slug:group>/events/", events.events, name="events"),
    path("<slug:group>/events/new/", preparing.new_event, name="new-event"),
    path("<slug:group>/events/<slug:slug>/", events.event, name="event"),
    path("<slug:group>/events/<slug:slug>/edit/", preparing.edit_event, name="edit-event"),
    path("<slug:group>/events/<slug:slug>/publication/", preparing.publish_event, name="publish-event"),
    path("<slug:group>/events/<slug:slug>/deletion/", preparing.discard_event, name="discard-event"),
    path("<slug:group>/events/<slug:slug>/cancellation/", preparing.cancel_event, name="cancel-event"),
]
