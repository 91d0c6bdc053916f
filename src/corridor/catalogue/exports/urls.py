from django.urls import path, register_converter

from . import views


class GraphSuffix:
    """Endings of files with RDF."""

    regex = "ttl|jsonld"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(GraphSuffix, "graph_suffix")

urlpatterns = [
    path("services/catalogue.<graph_suffix:suffix>", views.catalogue, name="dcat"),
    path("services/catalogue-cpsv.<graph_suffix:suffix>", views.all_services, name="all-services"),
    path(
        "hubs/<slug:hub>/services/<slug:slug>.<graph_suffix:suffix>", views.service_file, name="service-file"
    ),
    path("hubs/<slug:hub>/services/<slug:slug>.fiware.json", views.fiware, name="fiware"),
]
