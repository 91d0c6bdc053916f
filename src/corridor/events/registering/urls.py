from django.urls import path

from .views import own, registration

urlpatterns = [
    path("events/link/<str:key>/", own.open_link, name="open-link"),
    path("<slug:group>/events/<slug:slug>/registration/", registration.register, name="register"),
    path("<slug:group>/events/<slug:slug>/registration/sent/", registration.sent, name="registration-sent"),
    path("<slug:group>/events/<slug:slug>/me/", own.own, name="own"),
    path("<slug:group>/events/<slug:slug>/me/event.ics", own.calendar, name="own-calendar"),
    path("<slug:group>/events/<slug:slug>/me/confirmation/", own.confirm, name="confirm-registration"),
    path("<slug:group>/events/<slug:slug>/me/edit/", own.change, name="change-registration"),
    path("<slug:group>/events/<slug:slug>/me/cancellation/", own.cancel, name="cancel-registration"),
]
