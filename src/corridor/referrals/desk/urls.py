from django.urls import path

from . import views, weighing

urlpatterns = [
    path("needs/<int:pk>/desk/", views.desk, name="desk"),
    path("<slug:group>/desk/weights/", weighing.weights, name="weights"),
]
