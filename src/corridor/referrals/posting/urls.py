from django.urls import path

from .views import asking, client, moderating, reading

by_link = [
    path("needs/of/<str:key>/", client.page, name="client-page"),
    path("needs/of/<str:key>/confirmation/", client.confirmation, name="confirm-need"),
    path("needs/of/<str:key>/edit/", asking.edit_own, name="edit-own-need"),
    path("needs/of/<str:key>/consent/", client.consent, name="change-consent"),
    path("needs/of/<str:key>/withdrawal/", client.withdrawal, name="withdraw-need"),
    path("needs/of/<str:key>/deletion/", client.deletion, name="forget-client"),
    path("needs/of/<str:key>/solution/", client.solution, name="solve-need"),
    path("needs/of/<str:key>/referrals/<int:pk>/messages/", client.message, name="write-as-client"),
    path("needs/of/<str:key>/referrals/<int:pk>/rating/", client.rating, name="rate-service"),
]

of_group = [
    path("<slug:group>/needs/waiting/", moderating.waiting, name="waiting-needs"),
    path("<slug:group>/needs/<int:pk>/opening/", moderating.opening, name="take-up-need"),
    path("<slug:group>/needs/<int:pk>/refusal/", moderating.refusal, name="refuse-need"),
]

urlpatterns = [
    path("needs/", reading.needs, name="needs"),
    path("needs/export.xlsx", reading.export_xlsx, name="needs-xlsx"),
    path("needs/export.csv", reading.export_csv, name="needs-csv"),
    path("needs/new/", asking.new_need, name="new-need"),
    path("needs/new/sent/", asking.sent, name="new-need-sent"),
    path("needs/<int:pk>/edit/", asking.edit_need, name="edit-need"),
    path("needs/<int:pk>/", reading.need, name="need"),
    path("needs/<int:pk>/closing/", reading.closing, name="close-need"),
    path("needs/<int:pk>/home-hub/", reading.home_hub, name="give-home-hub"),
    *by_link,
    *of_group,
]
