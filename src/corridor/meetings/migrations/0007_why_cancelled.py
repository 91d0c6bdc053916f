from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_votes_close")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="cancelled_why",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
    ]
