from django.urls import path

from . import views

app_name = "meetings"
urlpatterns = [path("<slug:slug>/meetings.ics", views.calendar, name="calendar")]
