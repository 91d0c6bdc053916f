from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bilaterals", "0004_day"), ("bilaterals", "0004_scheduling_all_held")]
    operations: list = []
