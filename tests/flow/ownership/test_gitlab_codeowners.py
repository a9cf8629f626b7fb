"""CODEOWNERS as GitLab reads it: sections, default owners, paths at any depth, exclusions."""

import time
from urllib.parse import urlencode

import pytest

from flow.delivery.models import Repository, Team
from flow.ownership.gitlab_codeowners import GitlabLine, read

# Pattern, the paths that it matches, and paths that it does not match; by GitLab's reference
CASES = [
    ("*", "a guide/b.md a/b/c .hidden", ""),
    ("/README.md", "README.md", "a/README.md"),
    ("README.md", "README.md internal/README.md app/lib/README.md", "README.md/a XREADME.md"),
    ("internal/README.md", "internal/README.md guide/api/internal/README.md", "README.md"),
    ("/guide/", "guide/a guide/a/b guide/.a", "guide x/guide/a"),
    ("lib/", "lib/a x/lib/a/b", "lib"),
    ("/guide", "guide", "guide/a x/guide"),
    ("/guide/*.md", "guide/a.md", "guide/a/b.md a.md"),
    ("/guide/index.*", "guide/index.md guide/index.html", "guide/index guide/a/index.md"),
    ("/guide/*spec*", "guide/qa_specs.rb guide/spec", "guide/a/spec"),
    ("/guide/*/README.md", "guide/api/README.md", "guide/README.md guide/a/b/README.md"),
    ("/guide/**/index.md", "guide/index.md guide/api/index.md guide/a/b/index.md", "index.md"),
    ("/guide/**", "guide/a", "guide guide/a/b"),
    ("*.rb", "a.rb a/b.rb", "a.rbx"),
    ("[a-c]x_[!0-9].md", "ax_b.md d/cx__.md", "dx_b.md ax_1.md"),
    (r"\#file", "#file a/#file", "file"),
    (r"two\ words/", "two words/a|b/two words/a/c", "two words"),
]
SECTIONS = """* @admin

[README owners]
README.md @user1 @user2
internal/README.md @user4

^[Other owners]
README.md @user3

[Documentation][2] @docs-team docs@example.org
guide/
*.md # by @nobody
config/setup.md @database

[readme OWNERS]
/last.txt @user5
"""


def paths(written: str) -> list[str]:
    return written.split("|") if "|" in written else written.split()


@pytest.mark.parametrize(("pattern", "matched", "others"), CASES)
def test_a_pattern_matches_these_paths_and_no_others(pattern, matched, others):
    line = GitlabLine(1, pattern, ())
    assert [path for path in paths(matched) if not line.matches(path)] == []
    assert [path for path in paths(others) if line.matches(path)] == []


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("a.py", "@admin"),
        ("README.md", "@admin @user1 @user2 @user3 @nobody"),
        ("internal/README.md", "@admin @user4 @user3 @nobody"),
        ("guide/a.py", "@admin @docs-team docs@example.org"),
        ("config/setup.md", "@admin @database"),
        ("last.txt", "@admin @user5"),
    ],
)
def test_each_section_says_whose_a_path_is_with_its_own_last_line(path, owners):
    assert read(SECTIONS).owners_of(path) == owners.split()


def test_a_heading_says_whether_a_section_is_optional_and_how_many_approve():
    said = [(each.name, each.is_optional, each.approvals) for each in read(SECTIONS).sections]
    assert said == [
        ("", False, 1),
        ("README owners", False, 1),
        ("Other owners", True, 0),
        ("Documentation", False, 2),
    ]
    assert read(SECTIONS).not_read == ()


def test_sections_of_one_name_are_one_and_required_if_one_of_them_is():
    [_first, section] = read("^[Go]\n*.go @a\n[go][3]\n*.mod @b").sections
    assert (section.name, section.is_optional, section.approvals) == ("Go", False, 3)
    assert [line.owners for line in section.lines] == [("@a",), ("@b",)]


def test_what_is_excluded_is_of_nobody_in_its_section_and_stays_so():
    found = read("* @all\n!pom.xml\n[Ruby]\n*.rb @ruby\n!/config/**/*.rb\n/config/routes.rb @ops")
    assert found.owners_of("pom.xml") == []
    assert found.owners_of("a.rb") == ["@all", "@ruby"]
    assert found.owners_of("config/routes.rb") == ["@all"]


def test_what_gitlab_cannot_read_is_passed_over():
    found = read("[] @a\n[ab.md @b\n*.md @@maintainer nobody\n# words\n\n[Empty]")
    assert [(each.number, each.why) for each in found.not_read] == [(1, "section"), (2, "range")]
    assert found.owners_of("a.md") == ["@@maintainer"]


def test_no_pattern_takes_long():
    began = time.monotonic()
    line = GitlabLine(1, "/".join(["**", "*[a-b]*a*a*a*c"] * 40), ())
    assert not line.matches("/".join(["a" * 200] * 200))
    assert time.monotonic() - began < 2


@pytest.fixture
def gitlab(board, ada, team) -> Repository:
    Team.make(board, "Docs team")
    return Repository.connect(board, provider="gitlab", name="acme/quay", by=ada)


def test_a_repository_of_gitlab_is_read_as_gitlab_reads_it(api, gitlab):
    where = f"/repositories/{gitlab.pk}"
    answer = api.send("PUT", f"{where}/codeowners", SECTIONS.encode(), content_type="text/plain")
    assert answer.json() == {"repository": gitlab.pk, "lines": 8, "not_read": []}
    assert api.get(f"{where}/owners?{urlencode({'path': 'guide/a.md'})}").json() == {
        "path": "guide/a.md",
        "owners": ["@admin", "@nobody"],
        "line": 12,
        "sections": [
            {"section": "", "optional": False, "approvals": 1, "owners": ["@admin"], "line": 1},
            {
                "section": "Documentation",
                "optional": False,
                "approvals": 2,
                "owners": ["@nobody"],
                "line": 12,
            },
        ],
    }
    found = api.get(f"{where}/owners?{urlencode({'path': 'guide/a.py'})}").json()
    assert (found["owners"], found["team"]) == (
        ["@admin", "@docs-team", "docs@example.org"],
        "Docs team",
    )


def test_a_repository_of_github_knows_no_section(api, repository):
    where = f"/repositories/{repository.pk}"
    answer = api.send("PUT", f"{where}/codeowners", SECTIONS.encode(), content_type="text/plain")
    assert {each["why"] for each in answer.json()["not_read"]} == {"range"}
    assert "sections" not in api.get(f"{where}/owners?path=README.md").json()
