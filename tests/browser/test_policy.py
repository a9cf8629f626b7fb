"""The browser enforces the content security policy."""

from board.models import Person


def test_a_script_slipped_into_a_page_does_not_run(page, live_server):
    page.goto(f"{live_server.url}/healthz")
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return window.ran;
        }"""
    )
    assert not ran
    (complaint,) = page.complaints
    assert "Content Security Policy" in complaint
    page.complaints.clear()


def test_the_admin_keeps_to_the_policy(page, live_server, sign_in, full_review):
    sign_in(Person.objects.create_superuser("root@example.org"))
    person = Person.objects.get(email="root@example.org").pk
    for path in ("", "board/card/", f"board/person/{person}/change/", "board/limit/"):
        assert page.goto(f"{live_server.url}/admin/{path}").ok
