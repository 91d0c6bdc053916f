from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_journal_forgets"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="standing",
            field=models.FloatField(default=1.0),
        ),
    ]
