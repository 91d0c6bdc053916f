from django.urls import path

from . import views

urlpatterns = [
    path("hubs/<slug:slug>/confirmation/", views.confirmation, name="confirm-hub"),
    path("<slug:slug>/upkeep/unreachable/", views.unreachable, name="unreachable-people"),
    path("<slug:slug>/upkeep/<slug:neglect>/", views.neglected, name="neglected-hubs"),
]
