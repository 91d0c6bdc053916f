from django.urls import path

from . import views

urlpatterns = [
    path("referrals/<int:pk>/agreement/", views.agreement, name="agreement"),
    path("referrals/<int:pk>/delivery/", views.delivery, name="delivery"),
    path("referrals/<int:pk>/result/", views.result, name="result"),
    path("referrals/<int:pk>/kpi/", views.kpi, name="kpi"),
    path("referrals/<int:pk>/kpi.csv", views.kpi_csv, name="kpi-csv"),
    path("referrals/<int:pk>/kpi.xlsx", views.kpi_xlsx, name="kpi-xlsx"),
]
