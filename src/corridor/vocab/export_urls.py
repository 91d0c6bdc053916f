from django.urls import URLPattern

app_name = "vocab-export"
urlpatterns: list[URLPattern] = []
