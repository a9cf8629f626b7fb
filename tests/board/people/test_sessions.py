"""A person sees where they are signed in, and ends what they like."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from board.models import Person

PASSWORD = "a long harbour wall"


@pytest.fixture
def ada(db, no_rates):
    return Person.objects.create_user("ada@example.org", PASSWORD, name="Ada")


def browser(agent):
    """A browser of Ada's that signed in by the form."""
    client = Client(headers={"User-Agent": agent})
    client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})
    return client


def is_signed_in(client):
    return client.get(reverse("profile")).status_code == 200


def sessions(client):
    page = client.get(reverse("sessions"))
    return {session.user_agent: session for session in page.context["sessions"]}


def test_every_browser_is_listed(ada):
    laptop, _phone = browser("Laptop"), browser("Phone")
    assert set(sessions(laptop)) == {"Laptop", "Phone"}


def test_another_session_is_ended(ada):
    laptop, phone = browser("Laptop"), browser("Phone")
    laptop.post(reverse("end-session", args=[sessions(laptop)["Phone"].pk]))
    assert (is_signed_in(laptop), is_signed_in(phone)) == (True, False)
    assert set(sessions(laptop)) == {"Laptop"}


def test_all_others_are_ended_at_once(ada):
    laptop, phone, kiosk = browser("Laptop"), browser("Phone"), browser("Kiosk")
    laptop.post(reverse("end-other-sessions"))
    assert [is_signed_in(client) for client in (laptop, phone, kiosk)] == [True, False, False]


def test_a_session_that_is_not_listed_ends_with_the_others(ada):
    laptop, old = browser("Laptop"), browser("Old")
    UserSession.objects.filter(user_agent="Old").delete()  # it began before they were kept
    laptop.post(reverse("end-other-sessions"))
    assert [is_signed_in(client) for client in (laptop, old)] == [True, False]
    assert set(sessions(laptop)) == {"Laptop"}


def test_a_new_password_ends_the_others_and_not_this_one(ada):
    laptop, phone = browser("Laptop"), browser("Phone")
    new = {
        "oldpassword": PASSWORD,
        "password1": "quite another wall",
        "password2": "quite another wall",
    }
    assert laptop.post(reverse("account_change_password"), new).status_code == 302
    assert (is_signed_in(laptop), is_signed_in(phone)) == (True, False)
    assert set(sessions(laptop)) == {"Laptop"}


def test_nobody_ends_the_session_of_another(ada, browser_of, sam):
    laptop = browser("Laptop")
    session = sessions(laptop)["Laptop"]
    assert browser_of(sam).post(reverse("end-session", args=[session.pk])).status_code == 404
    assert is_signed_in(laptop)


def test_a_browser_that_says_odd_things_is_shown_as_words(ada):
    page = browser("<b>Bold</b>").get(reverse("sessions")).content.decode()
    assert "<b>Bold" not in page
