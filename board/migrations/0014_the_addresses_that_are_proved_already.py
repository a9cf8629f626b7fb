"""Whose address was proved before this was asked, by what the tables say.

An administrator, and whoever accepted an invitation that was for their address, need not prove it
again. All others do at their next sign-in. A row for an address that is not the person's any more
goes: it still signed in.
"""

from django.conf import settings
from django.db import migrations
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower


def keep_proofs(apps, schema_editor):
    Person = apps.get_model("board", "Person")
    Invitation = apps.get_model("board", "Invitation")
    try:
        EmailAddress = apps.get_model("account", "EmailAddress")
    except LookupError:  # a new database, in which the tables of addresses come later
        return
    EmailAddress.objects.annotate(theirs=Lower("user__email")).exclude(
        email__iexact=F("theirs")
    ).delete()
    invited = Invitation.objects.filter(accepted_by=OuterRef("pk"), email__iexact=OuterRef("email"))
    known = Person.objects.filter(Q(is_superuser=True) | Q(is_staff=True) | Exists(invited))
    for person in known.only("pk", "email").iterator(1000):
        EmailAddress.objects.filter(user_id=person.pk).delete()
        EmailAddress.objects.get_or_create(
            email=person.email.lower(),
            verified=True,
            defaults={"user_id": person.pk, "primary": True},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0013_addresses_are_proved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(keep_proofs, migrations.RunPython.noop)]
