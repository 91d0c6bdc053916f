"""Addresses without a language: the URIs of concepts and terms, and the vocabularies as files."""

from django.urls import path, register_converter

from corridor.kernel.linked_data.formats import FORMATS

from . import exports


class Suffix:
    """The file endings of RDF."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SuffixOrTable(Suffix):
    regex = f"{Suffix.regex}|csv"


register_converter(Suffix, "rdf_suffix")
register_converter(SuffixOrTable, "list_suffix")

app_name = "vocab-export"
urlpatterns = [
    path("concepts/<slug:slug>.<rdf_suffix:suffix>", exports.concept_file, name="concept-file"),
    path("concepts/<slug:slug>", exports.concept, name="concept"),
    path("<slug:name>.<list_suffix:suffix>", exports.scheme_file, name="scheme-file"),
    path("<slug:name>/<slug:slug>", exports.term, name="term"),
    path("<slug:name>", exports.scheme, name="scheme"),
]
