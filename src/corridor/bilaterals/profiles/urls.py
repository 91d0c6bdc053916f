from django.urls import path

from . import delegation_views, entry_views, linking, views

EVENT = "<slug:group>/events/<slug:slug>/"
ME = f"{EVENT}me/"
urlpatterns = [
    path("events/link/<str:key>/<slug:page>/", linking.link, name="link"),
    path(f"{ME}profile/", views.profile, name="profile"),
    path(f"{ME}profile/entries/", entry_views.of_profile, name="entries"),
    path(f"{ME}profile/entries/taken/", entry_views.taken, name="take-entry"),
    path(f"{ME}profile/entries/<int:pk>/", entry_views.one_entry, name="entry"),
    path(f"{ME}profile/entries/<int:pk>/removal/", entry_views.removal, name="remove-entry"),
    path(f"{ME}profile/leaving/", views.leaving, name="leaving"),
    path(f"{ME}people/", views.people, name="people"),
    path(f"{ME}people/<int:pk>/", views.person, name="person"),
    path(f"{ME}delegation/", delegation_views.own, name="delegation"),
    path(f"{EVENT}delegations/", delegation_views.all_of_event, name="delegations"),
    path(f"{EVENT}delegations/<int:pk>/dissolution/", delegation_views.dissolution, name="dissolve"),
]
