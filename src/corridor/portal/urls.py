from django.urls import path

from .views import groups, home, hubs, now, search

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("now/", now.now, name="now"),
    path("search/", search.search, name="search"),
    path("hubs/", hubs.directory, name="hubs"),
    path("hubs/map/", hubs.hub_map, name="map"),
    path("hubs/<slug:slug>/", hubs.hub, name="hub"),
    path("groups/", groups.groups, name="groups"),
    path("<slug:slug>/", groups.group, name="group"),  # last: every other name comes first
]
