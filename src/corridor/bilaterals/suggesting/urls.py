from django.urls import path

from . import views

EVENT = "<slug:group>/events/<slug:slug>/"
urlpatterns = [
    path(f"{EVENT}me/suggestions/", views.suggestions, name="suggestions"),
    path(f"{EVENT}at-risk/", views.risk, name="at-risk"),
    path(f"{EVENT}at-risk/<int:pk>/suggestions/", views.send, name="send-suggestions"),
]
