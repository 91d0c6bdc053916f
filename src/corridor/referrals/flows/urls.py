from django.urls import path

from . import views

urlpatterns = [
    path("<slug:group>/referrals/", views.flows, name="flows"),
    path("<slug:group>/referrals/list/", views.behind, name="flows-list"),
    path("<slug:group>/referrals/figures.xlsx", views.figures_xlsx, name="flows-xlsx"),
]
