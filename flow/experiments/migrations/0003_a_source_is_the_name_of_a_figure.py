from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experiments", "0002_targets_of_a_board"),
    ]

    operations = [
        migrations.AlterField(
            model_name="experiment",
            name="source",
            field=models.CharField(blank=True, max_length=40, verbose_name="source"),
        ),
    ]
