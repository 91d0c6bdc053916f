from django.urls import path

from . import views

urlpatterns = [
    path("needs/<int:pk>/referrals/", views.refer, name="refer"),
    path("referrals/<int:pk>/", views.referral, name="referral"),
    path("hubs/<slug:hub>/referrals/", views.of_hub, name="referrals-of-hub"),
]
