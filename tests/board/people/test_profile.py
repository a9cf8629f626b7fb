"""A person says who they are and how pages are shown to them."""

import pytest
from django.urls import reverse

SAID = {"name": "Ada Lovelace", "time_zone": "Europe/Brussels", "theme": "dark"}


def test_name_zone_and_theme_are_kept(browser_of, ada):
    page = browser_of(ada).post(reverse("profile"), SAID, follow=True).content.decode()
    ada.refresh_from_db()
    assert {name: getattr(ada, name) for name in SAID} == SAID
    assert 'data-theme="dark"' in page
    assert "Your profile is saved." in page


def test_the_theme_of_the_device_is_left_alone(browser_of, ada):
    assert "data-theme" not in browser_of(ada).get(reverse("profile")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("time_zone", "Mars/Olympus"), ("theme", "pink"), ("name", "x" * 151)]
)
def test_what_is_odd_is_refused_in_words_and_nothing_is_kept(browser_of, ada, field, value):
    page = browser_of(ada).post(reverse("profile"), SAID | {field: value})
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    ada.refresh_from_db()
    assert (ada.name, ada.theme) == ("Ada", "auto")


def test_a_name_is_words_not_markup(browser_of, ada):
    said = SAID | {"name": "<script>alert(1)</script>"}
    page = browser_of(ada).post(reverse("profile"), said, follow=True).content.decode()
    assert "<script>alert" not in page
