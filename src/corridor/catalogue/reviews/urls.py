from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/services/reviews/", views.reviews, name="reviews"),
    path("<slug:slug>/services/reviews/<int:pk>/", views.review, name="review"),
    path("hubs/<slug:hub>/services/<slug:slug>/submission/", views.submission, name="submit"),
    path("hubs/<slug:hub>/services/<slug:slug>/recall/", views.recall, name="recall"),
]
