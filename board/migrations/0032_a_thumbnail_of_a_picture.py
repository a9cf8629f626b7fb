from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("board", "0031_a_picture_says_how_many_pixels_it_has")]

    operations = [
        migrations.AddField("attachment", "thumbnail_size", models.PositiveIntegerField(null=True))
    ]
