from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0001_letters_notices_questions")]

    operations = [
        migrations.AddField(model_name="letter", name="calendar", field=models.TextField(blank=True)),
    ]
