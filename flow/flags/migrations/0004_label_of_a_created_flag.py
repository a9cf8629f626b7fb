from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flags", "0003_label_of_the_scope_of_a_token"),
    ]

    operations = [
        migrations.AlterField(
            model_name="flagentry",
            name="what",
            field=models.CharField(
                choices=[
                    ("made", "created the flag"),
                    ("revised", "changed what the flag says"),
                    ("switched", "changed who gets the flag"),
                    ("incident", "noted an incident"),
                    ("promoted", "brought the removal card to the top"),
                    ("remade", "created the removal card again"),
                ],
                max_length=8,
            ),
        ),
    ]
