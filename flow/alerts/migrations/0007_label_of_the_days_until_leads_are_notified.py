import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0006_a_letter_tells_of_a_mention"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mailing",
            name="leads_after",
            field=models.PositiveSmallIntegerField(
                default=2,
                validators=[django.core.validators.MaxValueValidator(60)],
                verbose_name="leads are notified after days",
            ),
        ),
    ]
