from django.urls import path

from . import linking, views

ME = "<slug:group>/events/<slug:slug>/me/"
urlpatterns = [
    path("events/link/<str:key>/<slug:page>/", linking.link, name="link"),
    path(f"{ME}profile/", views.profile, name="profile"),
    path(f"{ME}people/", views.people, name="people"),
    path(f"{ME}people/<int:pk>/", views.person, name="person"),
]
