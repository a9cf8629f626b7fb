"""The three ways that docs/importing.md shows, with its own mapping files and commands."""

import csv
import re
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.conf import settings

from board.models import Board, Role
from tests.board.importers.conftest import counts, has_no_gaps, visits

PAGE = (settings.BASE_DIR / "docs/importing.md").read_text(encoding="utf-8")


def block(language: str, saying: str) -> str:
    """The block of the page in this language that says this."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    [found] = [each for each in blocks if saying in each]
    return found


def commands(saying: str) -> list[list[str]]:
    """The words of each command behind `python manage.py`, in the block that says this."""
    lines = block("sh", saying).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True)[2:] for line in lines]


@pytest.fixture
def run(root, import_csv, import_events, tmp_path, monkeypatch) -> Callable[[Sequence[str]], str]:
    monkeypatch.chdir(tmp_path)
    ways = {"import_csv": import_csv, "import_events": import_events}
    return lambda words: ways[words[0]](*words[1:])


def write(path: Path, header: Sequence[str], *rows: dict[str, object]) -> None:
    """A file in which a row says a list for a header that comes several times."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writing = csv.writer(file)
        writing.writerow(header)
        for row in rows:
            values = {name: [*(v if isinstance(v, list) else [v])] for name, v in row.items()}
            writing.writerow([(values.get(name) or [""]).pop(0) for name in header])


JIRA = [
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name"),
    *("Project type", "Project lead", "Project description", "Project url", "Priority"),
    *("Resolution", "Assignee", "Reporter", "Creator", "Created", "Updated", "Last Viewed"),
    *("Resolved", "Due date", "Affects versions", "Fix versions", "Fix versions", "Components"),
    *("Components", "Labels", "Labels", "Labels", "Description", "Environment", "Watchers"),
    *("Watchers", "Watchers", "Watchers Id", "Original estimate", "Remaining Estimate"),
    *("Time Spent", "Work Ratio", "Security Level", "Votes", "Outward issue link (Blocks)"),
    *("Inward issue link (Blocks)", "Outward issue link (Relates)"),
    *["Attachment"] * 5,
    *["Custom field (Approvers)"] * 21,
    *("Custom field (Story Points)", "Custom field (Rank)", "Custom field (Start date)"),
    *("Custom field (Team)", "Custom field (Epic Link)", "Custom field (Flagged)"),
    *["Sprint"] * 3,
    *["Comment"] * 12,
    *("Parent", "Parent summary", "Status Category", "Status Category Changed"),
]


def jira_issue(number: int, **facts: object) -> dict[str, object]:
    row: dict[str, object] = {
        "Summary": f"Work {number}",
        "Issue key": f"HAR-{number}",
        "Issue Type": "Story",
        "Status": "To Do",
        "Priority": "Medium",
        "Created": "05/Feb/26 12:00 PM",
        "Custom field (Approvers)": ["ada.l"] * 21,
        "Custom field (Rank)": f"0|i000{number:02}:",
    }
    return row | {name.replace("_", " "): value for name, value in facts.items()}


class TestAFullJiraExport:
    @pytest.fixture
    def jira(self, tmp_path):
        (tmp_path / "jira.toml").write_text(block("toml", "# jira.toml"), encoding="utf-8")
        assert len(JIRA) == 95
        write(
            tmp_path / "jira.csv",
            JIRA,
            jira_issue(
                1,
                Status="Done",
                Resolved="07/Feb/26 3:00 PM",
                Labels=["dock", "urgent"],
                Sprint=["Week 1", "Week 2"],
                Comment=[
                    "06/Feb/26 9:00 AM;ada.l;The crane is here.",
                    "07/Feb/26 9:00 AM;jan;Done",
                ],
                Assignee="ada.l",
                Priority="Highest",
                **{"Custom field (Story Points)": "3.0", "Due date": "09/Feb/26 12:00 AM"},
            ),
            jira_issue(2, Status="Backlog", Assignee="jan", Parent_summary="Harbour 2026"),
            jira_issue(
                3, Status="In Review", Created="12/lut/26 10:19 PM", Description="x" * 131_073
            ),
            jira_issue(4, Status="Done", Resolved="01/Feb/26 3:00 PM"),
            jira_issue(5, Status="Won't do", Sprint=["Week 1", "", "Week 1"]),
        )

    def test_comes_in_by_the_three_commands(self, jira, run, ada, tmp_path):
        try_it, import_it, import_the_rest = commands("jira.csv")
        with_that_row_wrong = "Line 5: its date for Done is before its date for its creation."
        with pytest.raises(Exception, match=with_that_row_wrong):
            run(try_it)
        said = run(import_it)
        board = Board.objects.get(key="HAR")
        assert counts(board) == {
            "To Do": 1,
            "In Progress": 0,
            "In Review": 1,
            "Done": 1,
            "archived": 1,
        }
        assert with_that_row_wrong in said
        assert '"jan" = ""  # 1' in said
        assert "Names recognised: lut = Feb" in said
        left = tmp_path / "left.csv"
        left.write_text(
            left.read_text(encoding="utf-8").replace("01/Feb", "11/Feb"), encoding="utf-8"
        )
        run(import_the_rest)
        assert counts(board)["Done"] == 2
        assert has_no_gaps(board)
        assert "No card of left.csv is new to" in run(import_the_rest)
        again = [word if word != "left.csv" else "left again.csv" for word in import_it]
        assert "No card of jira.csv is new to" in run(again)

    def test_keeps_what_it_says(self, jira, run, ada, root):
        run(commands("jira.csv")[1])
        board = Board.objects.get(key="HAR")
        one, two, three, five = (board.cards.get(external_id=f"HAR-{n}") for n in (1, 2, 3, 5))
        assert [person.email for person in one.assignees.all()] == ["ada@example.org"]
        assert (one.size, str(one.due_on), one.service_class.name) == (3, "2026-02-09", "Expedite")
        assert [label.name for label in one.labels.all()] == ["dock", "Story", "urgent"]
        assert one.description == "Sprint: Week 1, Week 2"
        assert [(each.by, each.text) for each in one.comments.all()] == [
            (ada, "The crane is here."),
            (root, "jan: Done"),
        ]
        assert two.description == ("Parent summary: Harbour 2026\nAssignee: jan\nPriority: Medium")
        assert len(three.description) == 50_000
        assert sum(len(each.text) for each in three.comments.all()) > 81_000
        assert five.description == "Sprint: Week 1\nPriority: Medium"
        assert board.role_of(ada) == Role.MEMBER


def test_a_log_with_the_newest_move_first(run, tmp_path):
    write(
        tmp_path / "moves.csv",
        ["card", "day", "from", "to"],
        {"card": "HAR-1", "day": "2025-09-24", "from": "Review", "to": "Done"},
        {"card": "HAR-2", "day": "2025-09-24", "from": "Doing", "to": "Given up"},
        {"card": "HAR-1", "day": "2025-09-24", "from": "Doing", "to": "Review"},
        {"card": "HAR-3", "day": "2025-09-23", "from": "", "to": "Ideas of 2024"},
        {"card": "HAR-1", "day": "2025-09-22", "from": "Ready", "to": "Doing"},
        {"card": "HAR-2", "day": "2025-09-22", "from": "Ready", "to": "Doing"},
        {"card": "HAR-2", "day": "2025-09-20", "from": "", "to": "Ready"},
        {"card": "HAR-1", "day": "2025-09-20", "from": "", "to": "Ready"},
    )
    [command] = commands("moves.csv")
    said = run(command)
    board = Board.objects.get(key="LOG")
    assert [column for column, _at in visits(board, "HAR-1")] == [
        "Ready",
        "Doing",
        "Review",
        "Done",
    ]
    assert counts(board) == {"Ready": 0, "Doing": 0, "Review": 0, "Done": 1, "archived": 1}
    assert "2 rows have the time of another row of their card: 2 in the order of" in said
    assert "1 card never entered a column (HAR-3)" in said
    assert "names another column than" not in said
    with pytest.raises(Exception, match="There is a board LOG already"):
        run(command)
    assert board.cards.count() == 2


def test_a_gitlab_export_in_utc_for_a_team_elsewhere(run, ada, tmp_path):
    (tmp_path / "gitlab.toml").write_text(block("toml", "# gitlab.toml"), encoding="utf-8")
    header = [
        *("Title", "Description", "Issue ID", "URL", "State", "Author", "Author Username"),
        *("Assignee", "Assignee Username", "Confidential", "Locked", "Due Date"),
        *("Created At (UTC)", "Updated At (UTC)", "Closed At (UTC)", "Milestone", "Weight"),
        *("Labels", "Time Estimate", "Time Spent", "Epic ID", "Epic Title"),
    ]
    issue = {"Title": "Mend the crane", "State": "Open", "Created At (UTC)": "2025-06-01 21:30:00"}
    closed = {"State": "Closed", "Closed At (UTC)": "2025-06-02 22:30:00", "Labels": "dock,sea"}
    write(
        tmp_path / "gitlab.csv",
        header,
        issue | closed | {"Issue ID": 1, "Due Date": "2025-06-03"},
        issue | {"Issue ID": 2, "Weight": 5, "Assignee Username": "ada"},
    )
    [command] = commands("gitlab.csv")
    run(command)
    board = Board.objects.get(key="GL")
    assert visits(board, "1") == [
        ("Open", "2025-06-01 23:30:00"),
        ("Closed", "2025-06-03 00:30:00"),
    ]
    one, two = board.cards.order_by("external_id")
    assert f"{board.day_of(one.finished_at)}" == str(one.due_on) == "2025-06-03"
    assert (two.size, two.description) == (5, "Assignee Username: ada")
    assert "No card of gitlab.csv is new to" in run(command)
