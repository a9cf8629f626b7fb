"""Columns of one group that stand side by side share a header, and the gate of their limit."""

import pytest

from board.models import Board, WipLimitReached


@pytest.fixture
def board(ada, grace, vera) -> Board:
    """Ideas, Build: Doing and Done, Review, Done; two cards at most in Build."""
    columns = [("Ideas", "queue"), ("Build Doing", "active"), ("Build Done", "waiting")]
    more = [("Review", "active"), ("Done", "done")]
    board = Board.make("Harbour", key="SLU", by=ada, columns=[*columns, *more])
    board.add_member(grace, "member", by=ada)
    board.add_member(vera, "viewer", by=ada)
    for name in ("Build Doing", "Build Done"):
        board.columns.get(name=name).revise(group="Build", by=ada)
    return board


@pytest.fixture
def doing(board):
    return board.columns.get(name="Build Doing")


@pytest.fixture
def built(board):
    return board.columns.get(name="Build Done")


@pytest.fixture
def limited(board, doing, built, ada):
    return board.limit_columns([doing, built], 2, by=ada)


@pytest.fixture
def part(browser_of, grace, board):
    """A part of the board's page: from an id to the end of that header."""

    def find(name: str) -> str:
        html = browser_of(grace).get("/boards/SLU/").content.decode()
        return html.split(f'id="{name}"')[1].split("</header>", maxsplit=1)[0]

    return find


def test_a_pair_shows_its_limit_in_the_header_that_it_shares(
    part, board, limited, doing, built, card_in
):
    card_in(doing), card_in(built)
    card_in(built, service_class=board.class_of("expedite"))
    head = part(f"pair-head-{doing.pk}")
    assert 'data-gate="full"' in head
    assert '<h2 dir="auto" title="Build">Build</h2>' in head
    assert "2+1/2" in head


def test_a_pair_that_is_full_says_no_by_its_own_name(board, limited, doing, built, card_in, grace):
    card_in(doing), card_in(built)
    with pytest.raises(WipLimitReached, match=r"^Build is full, 2 of 2\."):
        card_in(board.columns.get(name="Ideas")).move_to(doing, by=grace)


def test_the_columns_of_a_pair_are_called_by_their_short_names(part, doing, built):
    assert 'title="Doing">Doing</h3>' in part(f"head-{doing.pk}")
    assert 'title="Done">Done</h3>' in part(f"head-{built.pk}")


def test_the_limit_of_a_pair_is_not_told_a_second_time(part, limited, browser_of, grace):
    html = browser_of(grace).get("/boards/SLU/").content.decode()
    assert limited.title not in html.split('id="strip"')[1].split("<main")[0]


def test_room_in_a_pair_invites_into_its_first_column(
    browser_of, grace, limited, doing, built, ideas, card_in
):
    card_in(ideas), card_in(built)
    html = browser_of(grace).get("/boards/SLU/").content.decode()
    room = html.split(f'id="room-{doing.pk}"')[1].split("</form>")[0]
    assert "1 free: pull SLU-1" in room
    assert "free" not in html.split(f'id="room-{built.pk}"')[1].split("</li>")[0]


def test_the_switcher_has_one_place_for_a_pair(browser_of, grace, limited, doing, built):
    html = browser_of(grace).get("/boards/SLU/").content.decode()
    assert f'href="#pair-{doing.pk}"' in html
    assert f'id="switch-{built.pk}"' not in html


def test_a_move_within_a_pair_draws_its_header_anew(ask, grace, limited, doing, built, card_in):
    card = card_in(doing)
    drawn = ask(grace, "move", card, hx=True, column=built.pk).content.decode()
    assert f'hx-target="#pair-head-{doing.pk}"' in drawn
    assert f'hx-target="#switch-{doing.pk}"' in drawn


def test_who_listens_gets_the_header_of_a_pair_too(
    browser_of, vera, ada, board, limited, doing, card_in
):
    board.refresh_from_db()
    card_in(doing)
    url = f"/boards/SLU/changes/?since={board.version}"
    drawn = browser_of(vera).get(url).content.decode()
    assert f'hx-target="#pair-head-{doing.pk}"' in drawn


def test_columns_of_one_group_that_stand_apart_share_no_header(
    browser_of, grace, board, doing, built, ada
):
    board.columns.get(name="Review").revise(group="Build", by=ada)
    built.revise(group="", by=ada)
    html = browser_of(grace).get("/boards/SLU/").content.decode()
    assert 'class="pair"' not in html


def test_the_list_of_boards_shows_a_pair_as_one_gate(browser_of, ada, limited, doing, card_in):
    card_in(doing)
    html = browser_of(ada).get("/").content.decode()
    assert "<span><bdi>Build</bdi></span><b>1/2</b>" in html
