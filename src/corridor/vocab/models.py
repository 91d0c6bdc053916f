from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import TextInLanguages, best_text
from corridor.kernel.i18n.names import country_name

from .enums import ListName, Membership


class ReferenceData(models.Model):
    """Which state of the data files the rows of this room come from; one row."""

    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("reference data")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="reference_data_one_row")]

    def __str__(self) -> str:
        return self.digest[:12]


class OfficialList(models.Model):
    """One dated version of an official list; exactly one version of each list is in force."""

    name = models.CharField(max_length=30, choices=ListName.choices)
    version = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    in_force = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "-version"]
        verbose_name = _("official list")
        verbose_name_plural = _("official lists")
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="official_list_version_once"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(in_force=True), name="official_list_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Term(models.Model):
    """An entry of an official list. ``code`` is the official string, letter by letter."""

    list = models.ForeignKey(OfficialList, on_delete=models.PROTECT, related_name="terms")
    slug = models.SlugField(max_length=80)
    code = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    labels = TextInLanguages()
    synonyms = models.JSONField(default=dict, blank=True)  # {language: [words]}
    bridges = models.ManyToManyField("self", symmetrical=True, blank=True)  # tagged for the same thing

    class Meta:
        ordering = ["list", "position"]
        verbose_name = _("entry of a list")
        verbose_name_plural = _("entries of the lists")
        constraints = [
            models.UniqueConstraint(fields=["list", "slug"], name="term_slug_once"),
            models.UniqueConstraint(fields=["list", "code"], name="term_code_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """The label in the reader's language; the official English string where there is none."""
        return best_text(self.labels) or self.code


class Country(models.Model):
    """A country by its ISO 3166 code, with the name that the EDIH Catalogue gives it in English."""

    code = models.CharField(max_length=2, primary_key=True)
    catalogue_name = models.CharField(max_length=80, unique=True)
    membership = models.CharField(max_length=20, choices=Membership.choices)

    class Meta:
        ordering = ["code"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.catalogue_name

    def name_in(self, language: str) -> str:
        return country_name(self.code, language)


class Region(models.Model):
    """A NUTS region; ``version`` is the edition of the nomenclature that the code belongs to."""

    code = models.CharField(max_length=5, primary_key=True)
    version = models.CharField(max_length=4)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="regions")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=3), name="region_level_1_to_3")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Concept(models.Model):
    """A concept of Corridor's own connectivity vocabulary, below the official technologies.

    One that the files no longer hold goes out of force and stays, for hubs may still carry it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    definition = TextInLanguages()
    labels = TextInLanguages()
    synonyms = models.JSONField(default=dict, blank=True)  # {language: [words]}
    codes = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # "TSN", "IEEE 802.1Q"
    broader = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)
    related = models.ManyToManyField("self", symmetrical=True, blank=True)
    technologies = models.ManyToManyField(Term, related_name="concepts", blank=True)
    in_force = models.BooleanField(default=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")

    def __str__(self) -> str:
        return self.slug

    @property
    def label(self) -> str:
        return best_text(self.labels) or self.slug


class EverydayNeed(models.Model):
    """How a company says what it needs, in plain words, and the concepts that answer it."""

    slug = models.SlugField(max_length=80, unique=True)
    texts = TextInLanguages()
    concepts = models.ManyToManyField(Concept, related_name="needs")
    sectors = models.ManyToManyField(Term, related_name="+", blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("everyday need")
        verbose_name_plural = _("everyday needs")

    def __str__(self) -> str:
        return self.slug
