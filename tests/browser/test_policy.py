"""The browser enforces the content security policy."""


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
