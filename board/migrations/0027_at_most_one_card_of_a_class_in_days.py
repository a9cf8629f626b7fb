import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("board", "0026_an_event_that_an_app_tells")]

    operations = [
        migrations.AddField(
            model_name="serviceclass",
            name="at_most_in_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Empty: any number of cards may enter it.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(365),
                ],
                verbose_name="one card in days",
            ),
        ),
    ]
