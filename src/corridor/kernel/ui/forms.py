from django.forms.renderers import TemplatesSetting


class CorridorFormRenderer(TemplatesSetting):
    """Fields with label, help and error tied together for assistive technology."""

    field_template_name = "kernel/field.html"
