from django.urls import path

from .views import people, roles, settings

urlpatterns = [
    path("groups/new/", settings.new_group, name="new-group"),
    path("<slug:slug>/people/", people.people, name="group-people"),
    path("<slug:slug>/people/export.xlsx", people.export, name="export-people"),
    path("<slug:slug>/roles/", roles.roles, name="group-roles"),
    path("<slug:slug>/roles/<int:pk>/", roles.role, name="group-role"),
    path("<slug:slug>/roles/<int:pk>/ending/", roles.end, name="end-role"),
    path("<slug:slug>/settings/", settings.settings, name="group-settings"),
    path("<slug:slug>/settings/mandate/", settings.mandate, name="edit-mandate"),
    path("<slug:slug>/settings/criteria/new/", settings.new_criterion, name="new-criterion"),
    path("<slug:slug>/settings/criteria/<int:pk>/", settings.criterion, name="edit-criterion"),
    path("<slug:slug>/settings/criteria/<int:pk>/move/", settings.move_criterion, name="move-criterion"),
    path(
        "<slug:slug>/settings/criteria/<int:pk>/removal/", settings.remove_criterion, name="remove-criterion"
    ),
    path("<slug:slug>/settings/work-plan/new/", settings.new_milestone, name="new-milestone"),
    path("<slug:slug>/settings/work-plan/<int:pk>/", settings.milestone, name="edit-milestone"),
]
