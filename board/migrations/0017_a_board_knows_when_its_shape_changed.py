from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0016_history_costs_nothing"),
    ]

    operations = [
        migrations.AddField(
            model_name="board",
            name="shape_version",
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
    ]
