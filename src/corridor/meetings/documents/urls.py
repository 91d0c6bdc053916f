from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/meetings/<int:pk>/documents/", views.documents, name="documents"),
    path("<slug:slug>/meetings/<int:pk>/documents/<int:document>/", views.document, name="document"),
    path(
        "<slug:slug>/meetings/<int:pk>/documents/<int:document>/removal/",
        views.removal,
        name="remove-document",
    ),
]
