"""Somebody knows a session by its browser and machine."""

import pytest

from board.display.browser import in_short

MOZILLA = "Mozilla/5.0 "


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (MOZILLA + "(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            MOZILLA + "(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
            "Edge, Windows",
        ),
        (
            MOZILLA + "(iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            MOZILLA + "(Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/150.0.0.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            MOZILLA + "(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
            "Gecko) Version/18.0 Safari/605.1.15",
            "Safari, Mac",
        ),
        ("a script of mine", "a script of mine"),
        ("", ""),
    ],
)
def test_browser_and_machine_are_named(user_agent, words):
    assert in_short(user_agent) == words
