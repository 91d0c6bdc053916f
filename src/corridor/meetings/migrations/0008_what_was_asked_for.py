from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_why_cancelled")]

    operations = [
        migrations.AddField(
            "invitation", "asked_for", models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.AddField(
            "invitation", "asked_revision", models.PositiveIntegerField(default=0, editable=False)
        ),
    ]
