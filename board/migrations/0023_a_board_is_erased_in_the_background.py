from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("board", "0022_the_parts_of_a_split_card_are_found")]

    operations = [
        migrations.AddField(
            model_name="board",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
