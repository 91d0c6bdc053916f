from django.urls import path

from .views import elections, handovers, people, roles, rotations, settings

urlpatterns = [
    path("groups/new/", settings.new_group, name="new-group"),
    path("<slug:slug>/people/", people.people, name="group-people"),
    path("<slug:slug>/people/export.xlsx", people.export, name="export-people"),
    path("<slug:slug>/roles/", roles.roles, name="group-roles"),
    path("<slug:slug>/roles/<int:pk>/", roles.role, name="group-role"),
    path("<slug:slug>/roles/<int:pk>/ending/", roles.end, name="end-role"),
    path("<slug:slug>/rotations/", rotations.rotations, name="rotations"),
    path("<slug:slug>/rotations/<int:pk>/stop/", rotations.stop, name="stop-rotation"),
    path("<slug:slug>/elections/", elections.elections, name="elections"),
    path("<slug:slug>/elections/new/", elections.new_election, name="new-election"),
    path("<slug:slug>/elections/<int:pk>/", elections.election, name="election"),
    path("<slug:slug>/elections/<int:pk>/nomination/", elections.nomination, name="nominate"),
    path("<slug:slug>/elections/<int:pk>/candidacy/", elections.candidacy, name="answer-nomination"),
    path("<slug:slug>/elections/<int:pk>/ballot/", elections.ballot, name="vote"),
    path("<slug:slug>/elections/<int:pk>/count/", elections.counting, name="count-election"),
    path("<slug:slug>/elections/<int:pk>/decision/", elections.decision, name="decide-election"),
    path("<slug:slug>/elections/<int:pk>/cancellation/", elections.cancellation, name="cancel-election"),
    path("<slug:slug>/handover/", handovers.handovers, name="handovers"),
    path("<slug:slug>/handover/<int:pk>/", handovers.handover, name="handover"),
    path("<slug:slug>/handover/<int:pk>/collection/", handovers.collect, name="collect-handover"),
    path("<slug:slug>/handover/<int:pk>/items/", handovers.add_item, name="add-handover-item"),
    path("<slug:slug>/handover/<int:pk>/items/<int:item>/", handovers.take_item, name="take-handover-item"),
    path("<slug:slug>/handover/<int:pk>/links/", handovers.add_link, name="add-handover-link"),
    path("<slug:slug>/handover/<int:pk>/completion/", handovers.complete, name="complete-handover"),
    path("<slug:slug>/handover/<int:pk>/cancellation/", handovers.cancel, name="cancel-handover"),
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
