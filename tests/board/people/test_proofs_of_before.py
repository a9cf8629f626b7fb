"""What the tables said before addresses had to be proved: migration 0014 reads it."""

import importlib

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from board.models import Invitation, Person

keep_proofs = importlib.import_module(
    "board.migrations.0014_the_addresses_that_are_proved_already"
).keep_proofs


def old_row(person, email, *, verified):
    return EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)


@pytest.fixture
def proved(board, ada, grace, vera, sam):
    """Whose address counts after the migration, by name."""

    def migrate():
        keep_proofs(apps, None)
        verified = EmailAddress.objects.filter(verified=True)
        return {(address.user.name, address.email) for address in verified}

    EmailAddress.objects.all().delete()
    return migrate


def test_an_administrator_need_not_prove_the_address_again(proved, ada):
    Person.objects.filter(pk=ada.pk).update(is_superuser=True, email="Ada@Example.org")
    assert proved() == {("Ada", "ada@example.org")}


def test_who_accepted_an_invitation_for_the_address_need_not_either(proved, board, ada, sam, grace):
    for person, email in ((sam, "SAM@example.org"), (grace, "somebody@example.org"), (grace, "")):
        Invitation.issue(board, email=email, by=ada)
        Invitation.objects.filter(email=email).update(accepted_by=person)
    assert proved() == {("Sam", "sam@example.org")}


def test_a_row_of_another_address_goes(proved, ada, grace):
    old_row(grace, "grace@former.example", verified=True)
    old_row(ada, "ada@example.org", verified=False)
    assert proved() == set()
    assert [each.email for each in EmailAddress.objects.all()] == ["ada@example.org"]


def test_a_person_who_is_known_keeps_one_row(proved, ada):
    Person.objects.filter(pk=ada.pk).update(is_staff=True)
    old_row(ada, "ADA@example.org", verified=False)
    assert proved() == {("Ada", "ada@example.org")}
    assert proved() == {("Ada", "ada@example.org")}
    assert EmailAddress.objects.filter(user=ada).count() == 1
