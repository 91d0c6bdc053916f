from django.urls import URLPattern

app_name = "vocab"
urlpatterns: list[URLPattern] = []
