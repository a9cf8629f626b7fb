"""The admin looks at a board and cannot go round its verbs."""

import pytest
from django.contrib import admin
from django.urls import reverse

from board.models import ApiToken, Invitation, Mode, Person, Terms


@pytest.fixture
def root(browser_of, db):
    return browser_of(Person.objects.create_superuser("root@example.org"))


@pytest.fixture
def one_of_each(board, full_review, card_in, ada, grace):
    """A row of everything that the admin shows."""
    card = full_review.cards.first().block(reason="no key", by=ada)
    limit = full_review.limits.get()
    board.change_limit(limit, mode=Mode.REASON, by=ada)
    limit.refresh_from_db()
    terms = Terms(override_reason="the crane leaves", limit_versions={limit.pk: limit.version})
    board.create_card("Late", by=ada, column=full_review, terms=terms)
    card.comment("Whose key?", by=grace)
    Invitation.issue(board, by=ada)
    ApiToken.issue(ada)


def models():
    return [model for model in admin.site._registry if model._meta.app_label == "board"]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_list_shows_each_of_its_rows(model, root, one_of_each):
    answer = root.get(reverse(f"admin:board_{model._meta.model_name}_changelist"))
    assert answer.status_code == 200
    rows = model.objects.count()
    assert rows > 0
    assert answer.context["cl"].result_count == rows


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_nothing_is_added_or_deleted(model, root, one_of_each):
    name = model._meta.model_name
    assert root.get(reverse(f"admin:board_{name}_add")).status_code == 403
    before = model.objects.count()
    url = reverse(f"admin:board_{name}_delete", args=[model.objects.first().pk])
    assert root.post(url, {"post": "yes"}).status_code == 403
    assert model.objects.count() == before


def test_a_changed_placement_that_is_posted_changes_nothing(root, card_in, build, full_review):
    card = card_in(build)
    url = reverse("admin:board_card_change", args=[card.pk])
    answer = root.post(url, {"column": full_review.pk, "title": "Other", "archived_at_0": ""})
    assert answer.status_code == 403
    now = card.as_now()
    assert (now.column, now.title, now.version) == (build, card.title, card.version)


def test_a_changed_limit_that_is_posted_changes_nothing(root, full_review):
    limit = full_review.limits.get()
    url = reverse("admin:board_limit_change", args=[limit.pk])
    assert root.post(url, {"maximum": 99}).status_code == 403
    assert full_review.limits.get().maximum == 3


def test_a_person_is_renamed_and_barred(root, sam):
    url = reverse("admin:board_person_change", args=[sam.pk])
    assert root.post(url, {"email": sam.email, "name": "Samuel"}).status_code == 302
    sam.refresh_from_db()
    assert (sam.name, sam.is_active) == ("Samuel", False)


def test_signing_in_to_the_admin_is_the_sign_in_of_the_pages(client, db):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_admin_is_closed_to_who_is_not_staff(browser_of, sam):
    answer = browser_of(sam).get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/login/?next=/admin/"
    assert browser_of(sam).get(answer["Location"]).status_code == 403
