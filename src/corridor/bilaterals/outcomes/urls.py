from django.urls import path

from .views import figures, own

AT = "<slug:group>/events/<slug:slug>"

urlpatterns = [
    path(f"{AT}/me/agenda/<int:pk>/outcome/", own.outcome, name="own-outcome"),
    path(f"{AT}/figures/", figures.figures, name="figures"),
    path(f"{AT}/figures.xlsx", figures.xlsx, name="figures-xlsx"),
    path(f"{AT}/figures.csv", figures.csv, name="figures-csv"),
    path(f"{AT}/figures/meetings/<int:pk>/", figures.meeting, name="figures-meeting"),
    path(f"{AT}/figures/<slug:name>/", figures.records, name="figures-records"),
]
