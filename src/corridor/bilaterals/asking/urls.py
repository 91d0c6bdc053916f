from django.urls import path

from . import views

ME = "<slug:group>/events/<slug:slug>/me/"
urlpatterns = [
    path(f"{ME}requests/", views.requests, name="requests"),
    path(f"{ME}requests/<int:pk>/", views.one_request, name="request"),
    path(f"{ME}people/<int:pk>/request/", views.ask, name="ask"),
]
