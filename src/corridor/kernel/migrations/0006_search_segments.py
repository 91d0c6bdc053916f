from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_search_standing"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchSegment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=32, unique=True)),
                ("learnt", models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="searchpassage",
            index=models.Index(
                condition=models.Q(("vector", None)), fields=["text"], name="search_passage_waiting"
            ),
        ),
    ]
