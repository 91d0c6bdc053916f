from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0007_rotations_elections_handovers'),
    ]

    operations = [
        migrations.AddField(
            model_name='hub',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
