from django.urls import path

from . import views

EVENT = "<slug:slug>/events/<slug:event>/"

urlpatterns = [
    path(f"{EVENT}bilaterals/changes/", views.changes, name="changes"),
    path(f"{EVENT}bilaterals/meetings/<int:pk>/cancellation/", views.cancel_meeting, name="cancel-meeting"),
    path(f"{EVENT}me/changes/", views.own_late, name="own-late"),
    path(f"{EVENT}me/meetings/<int:pk>/cancellation/", views.own_cancellation, name="own-cancellation"),
]
