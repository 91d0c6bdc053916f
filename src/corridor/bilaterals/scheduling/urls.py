from django.urls import path

from . import views

ROOM = "<slug:slug>/events/<slug:event>/bilaterals/"
ONE = f"{ROOM}schedules/<int:number>/"

urlpatterns = [
    path(ROOM, views.overview, name="overview"),
    path(ONE, views.schedule, name="schedule"),
    path(f"{ONE}progress/", views.progress, name="schedule-progress"),
    path(f"{ONE}stopping/", views.stopping, name="stop-schedule"),
    path(f"{ONE}discarding/", views.discarding, name="discard-schedule"),
    path(f"{ONE}publication/", views.publication, name="publish-schedule"),
]
