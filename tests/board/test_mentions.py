"""A text that names a member after an @ mentions that member, once, and nobody else."""

import pytest

from board.models import Mention, Person
from board.models.card.mention import mentioned


@pytest.fixture
def named(board):
    """Whom a text mentions, by address."""
    return lambda text: [person.email.partition("@")[0] for person in mentioned(board, text)]


@pytest.fixture
def lovelace(board, ada):
    person = Person.objects.create_user("al@example.org", name="Ada Lovelace")
    board.add_member(person, "member", by=ada)
    return person


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("@Grace, look", ["grace"]),
        ("@grace and @VERA: look", ["grace", "vera"]),
        ("(@grace@example.org)", ["grace"]),
        ("@Grace @grace @Grace", ["grace"]),
        ("@Sam, who is no member", []),
        ("@Graceful", []),
        ("mail grace@vera.example", []),
        ("me@Grace, /@Grace, @@Grace", []),
        ("@", []),
        ("@\u202eGrace", []),
        ("@" * 50_000, []),
        ("@Gr " * 10_000, []),
    ],
)
def test_a_text_mentions_members_by_name_or_address(named, text, whom):
    assert named(text) == whom


def test_the_longest_name_that_fits_is_meant(named, lovelace):
    assert named("@Ada Lovelace, @Ada") == ["al", "ada"]


def test_a_name_that_two_have_means_nobody_but_the_address_does(named, board, ada):
    namesake = Person.objects.create_user("g2@example.org", name="Grace")
    board.add_member(namesake, "member", by=ada)
    assert named("@Grace") == []
    assert named("@g2@example.org") == ["g2"]


def test_a_comment_mentions_each_once_and_never_its_writer(build, card_in, ada, grace):
    comment = card_in(build).comment("@Ada @Grace", by=ada)
    comment.card.change_comment(comment, "@Ada @Grace @Vera", by=ada)
    found = Mention.objects.values_list("person__name", "comment")
    assert sorted(found) == [("Grace", comment.pk), ("Vera", comment.pk)]


def test_a_description_mentions_whom_it_names_for_the_first_time(build, card_in, ada):
    card = card_in(build, description="For @Grace")
    for text in ("For @Grace and @Vera", "For nobody", "For @Grace"):
        card = card.revise(description=text, by=ada)
    assert sorted(Mention.objects.values_list("person__name", flat=True)) == ["Grace", "Vera"]


def test_mentions_go_with_the_words(build, card_in, ada):
    card = card_in(build, description="For @Grace")
    comment = card.comment("@Vera", by=ada)
    card.remove_comment(comment, by=ada)
    card.discard(by=ada).wipe()
    assert not Mention.objects.exists()


def test_a_text_without_a_name_asks_for_no_member(
    build, card_in, ada, django_assert_max_num_queries
):
    card = card_in(build)
    with django_assert_max_num_queries(0):
        assert mentioned(card.board, "mail a@b.example, nothing else") == []


def names(client, said):
    page = client.get("/boards/SLU/people/names/", {"q": said})
    return page.content.decode()


def test_the_server_says_who_fits_what_is_typed(browser_of, lovelace, grace):
    page = names(browser_of(grace), "love")
    assert 'data-name="Ada Lovelace"' in page
    assert page.count("<li") == 1
    assert names(browser_of(grace), "").count("<li") == 4
    for odd in ("sam", "\ud83d", "(", "x" * 9_000):
        assert names(browser_of(grace), odd.encode(errors="replace")).count("<li") == 0


def test_who_shares_a_name_is_named_by_address(browser_of, board, ada, grace):
    namesake = Person.objects.create_user("g2@example.org", name="Grace")
    board.add_member(namesake, "member", by=ada)
    page = names(browser_of(grace), "gra")
    assert 'data-name="grace@example.org"' in page
    assert 'data-name="g2@example.org"' in page


def test_a_copy_tells_nobody_a_second_time(board, build, card_in, ada):
    card = card_in(build, description="For @Grace")
    copy = board.copy_card(card, by=ada)
    assert [each.card for each in Mention.objects.unmailed()] == [card]
    copy.revise(description="For @Grace and @Vera", by=ada)
    unmailed = Mention.objects.unmailed().filter(card=copy)
    assert [each.person.name for each in unmailed] == ["Vera"]
