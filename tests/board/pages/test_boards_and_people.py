"""Boards are made, their columns are limited, and people are invited, by plain forms."""

import re

import pytest

from board.models import Board, Invitation, Person, Role

NEW = {"name": "Dock office", "key": "dock", "template": "development", "team": 5}
PASSWORD = "a long harbour wall"


class TestNewBoard:
    def test_who_makes_a_board_leads_it(self, browser_of, sam):
        answer = browser_of(sam).post("/boards/new/", NEW)
        assert answer["Location"] == "/boards/DOCK/"
        assert Board.objects.get().role_of(sam) == Role.LEAD

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"key": "SLU"}, "already exists"),
            ({"key": "1X"}, "A key is 2 to 10 capitals or digits"),
            ({"key": "X"}, "A key is 2 to 10 capitals or digits"),
            ({"name": ""}, "This field is required"),
            ({"template": "other"}, "Select a valid choice"),
            ({"team": "0"}, "greater than or equal to 1"),
        ],
    )
    def test_a_wrong_field_is_said_and_nothing_is_lost(self, browser_of, board, ada, wrong, words):
        answer = browser_of(ada).post("/boards/new/", NEW | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert Board.objects.count() == 1

    def test_only_staff_make_boards_where_the_set_up_says_so(self, browser_of, sam, settings):
        settings.BOARDS_BY = "staff"
        assert browser_of(sam).get("/boards/new/").status_code == 403
        assert "Ask the lead of a board" in browser_of(sam).get("/").content.decode()
        sam.is_staff = True
        sam.save()
        assert browser_of(sam).post("/boards/new/", NEW).status_code == 302


class TestLimitOfAColumn:
    def limit(self, client, column, **said):
        return client.post(f"/boards/SLU/columns/{column.pk}/limit/", said)

    def test_a_lead_sets_and_lifts_it(self, browser_of, ada, board, review):
        lead = browser_of(ada)
        assert self.limit(lead, review, maximum=3, mode="reason").status_code == 302
        limit = board.limits.in_force().get()
        assert (limit.maximum, limit.mode) == (3, "reason")
        self.limit(lead, review, maximum="", mode="refuse")
        assert not board.limits.in_force().exists()

    @pytest.mark.parametrize("maximum", ["-1", "many", "9" * 12])
    def test_a_wrong_maximum_is_an_error_of_the_form(self, browser_of, ada, review, maximum):
        answer = self.limit(browser_of(ada), review, maximum=maximum, mode="refuse")
        assert answer.status_code == 422

    def test_a_column_of_another_board_is_not_found(self, browser_of, ada, board):
        other = Board.make("Other", key="OTHER", by=ada, columns=[("A", "active"), ("B", "done")])
        assert self.limit(browser_of(ada), other.columns.first()).status_code == 404


class TestPeople:
    def test_a_lead_changes_a_role(self, browser_of, board, ada, grace):
        browser_of(ada).post(f"/boards/SLU/people/{grace.pk}/role/", {"role": "viewer"})
        assert board.role_of(grace) == Role.VIEWER

    def test_the_last_lead_stays_lead(self, browser_of, board, ada):
        answer = browser_of(ada).post(f"/boards/SLU/people/{ada.pk}/role/", {"role": "viewer"})
        assert answer.status_code == 409
        assert "A board needs a lead" in answer.content.decode()

    @pytest.mark.parametrize("role", ["king", ""])
    def test_a_role_that_does_not_exist_is_told(self, browser_of, board, ada, grace, role):
        answer = browser_of(ada).post(f"/boards/SLU/people/{grace.pk}/role/", {"role": role})
        assert answer.status_code == 422
        assert "Grace: " in answer.content.decode()
        assert board.role_of(grace) == Role.MEMBER

    def test_a_lead_removes_a_member(self, browser_of, board, ada, grace):
        browser_of(ada).post(f"/boards/SLU/people/{grace.pk}/remove/")
        assert board.role_of(grace) is None

    def test_who_was_removed_does_not_come_back_with_an_archived_card(
        self, board, build, card_in, ada, grace
    ):
        card = card_in(build, assignees=[ada, grace]).archive(by=ada)
        board.remove_member(grace, by=ada)
        assert list(card.restore(by=ada).assignees.all()) == [ada]

    def test_somebody_who_is_no_member_is_not_found(self, browser_of, board, ada, sam):
        assert browser_of(ada).post(f"/boards/SLU/people/{sam.pk}/remove/").status_code == 404


class TestInvitation:
    @pytest.fixture
    def link(self, browser_of, board, ada, mailoutbox):
        """The link: in the mail if it is for an address, else on the page."""

        def make(**said) -> str:
            answer = browser_of(ada).post("/boards/SLU/people/invite/", {"role": "member"} | said)
            text = mailoutbox[-1].body if said.get("email") else answer.content.decode()
            return re.search(r"/invitations/[\w-]+/", text).group()

        return make

    def sign_up(self, client, **said):
        form = {"email": "joan@example.org", "password1": PASSWORD, "password2": PASSWORD}
        return client.post("/accounts/signup/", form | {"name": "Joan"} | said)

    def test_it_says_who_invites_to_what(self, link, client):
        page = client.get(link()).content.decode()
        assert "<bdi>Ada</bdi> invites you to the board <bdi>Harbour</bdi>, as member." in page

    def test_somebody_who_is_signed_in_joins(self, link, browser_of, board, sam):
        browser_of(sam).post(f"{link()}accept/")
        assert board.role_of(sam) == Role.MEMBER

    def test_somebody_new_signs_up_and_is_a_member(self, link, client, board, mailoutbox):
        client.get(link(role="viewer"))
        assert self.sign_up(client).status_code == 302
        client.post(re.search(r"/accounts/confirm-email/\S+/", mailoutbox[-1].body).group())
        joan = Person.objects.get(email="joan@example.org")
        assert (joan.name, board.role_of(joan)) == ("Joan", Role.VIEWER)

    def test_it_is_good_once(self, link, client, browser_of, board, sam):
        path = link()
        client.get(path)
        browser_of(sam).post(f"{path}accept/")
        assert "By invitation" in self.sign_up(client).content.decode()
        assert not Person.objects.filter(email="joan@example.org").exists()
        assert client.get(path).status_code == 404

    def test_one_for_somebody_fixes_the_address(self, link, client, board):
        client.get(link(email="grete@example.org"))
        self.sign_up(client, email="somebody@example.org")
        assert not Person.objects.filter(email="somebody@example.org").exists()
        assert board.role_of(Person.objects.get(email="grete@example.org")) == Role.MEMBER

    def test_one_for_somebody_else_cannot_be_accepted(self, link, browser_of, board, sam):
        answer = browser_of(sam).post(f"{link(email='grete@example.org')}accept/")
        assert answer.status_code == 409
        assert board.role_of(sam) is None

    def test_a_lead_takes_one_back(self, link, browser_of, board, ada, client):
        path = link()
        browser_of(ada).post(f"/boards/SLU/invitations/{Invitation.objects.get().pk}/withdraw/")
        assert client.get(path).status_code == 404
        changes = browser_of(ada).get("/boards/SLU/settings/changes/").content.decode()
        assert "invited somebody as a member" in changes
        assert "withdrew an invitation as a member" in changes

    @pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"role": "king"}, {"role": ""}])
    def test_a_wrong_field_is_an_error_of_the_form(self, browser_of, board, ada, wrong):
        answer = browser_of(ada).post("/boards/SLU/people/invite/", {"role": "member"} | wrong)
        assert answer.status_code == 422
        assert not Invitation.objects.exists()
