from django.urls import path

from . import views

urlpatterns = [
    path("account/searches/", views.searches, name="searches"),
    path("account/searches/<int:pk>/", views.renaming, name="rename-search"),
    path("account/searches/<int:pk>/pause/", views.pause, name="pause-search"),
    path("account/searches/<int:pk>/deletion/", views.deletion, name="delete-search"),
]
