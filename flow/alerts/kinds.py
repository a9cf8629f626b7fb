"""The kinds of alerts: those of flow (`flow/alerts/rules.py`), and what other apps add.

An app adds kinds by `kinds_of_alerts` on its AppConfig: the path of a sequence of `KindOfAlert`. Its
rule stands on the page of rules, its alerts in the list, the mails and the digest, and clear by
themselves, as all do. A board is looked over when its log grows and every day; an app that knows of
something else new says so by `Watch.objects.look_again(board)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from board import extensions
from flow.alerts.rules import USUAL, AlertKind, Crossing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

    from board.models import Board


@dataclass(frozen=True)
class KindOfAlert:
    """`rule` says when it alerts, `says` what an alert is about: %(days)d are the days of the rule,
    and since when the alert is so; `says` knows %(title)s and %(day)s, too.

    `usual` is after how many days, None where it knows none. `crossings` answers from a board, the
    days of its rule and the moment what is crossed: of a card, or of something with a title (300
    characters at most) and the address of its page. `presses` puts it before all others.
    """

    name: str  # 10 characters at most
    label: "Words"
    usual: int | None
    rule: "Words"
    says: "Words"
    crossings: Callable[["Board", int | None, datetime], Iterable[Crossing]]
    presses: bool = False


def further(board: "Board | None" = None) -> dict[str, KindOfAlert]:
    """The kinds that apps add, by name; of a board, those whose practice is on there."""
    kinds = extensions.named("kinds_of_alerts", board)
    return {kind.name: kind for some in kinds for kind in some}


def usual_of(board: "Board") -> dict[str, int | None]:
    """Every kind that this board knows, with its usual days, in the order of its rules."""
    usual: dict[str, int | None] = {str(kind): days for kind, days in USUAL.items()}
    return usual | {name: kind.usual for name, kind in further(board).items()}


def label_of(name: str) -> str:
    """Return the name of a kind, also of one whose app is gone."""
    if name in AlertKind.values:
        return str(AlertKind(name).label)
    kind = further().get(name)
    return str(kind.label) if kind else name


def in_order() -> list[str]:
    """All kinds, the most urgent first."""
    added = further().values()
    first = [kind.name for kind in added if kind.presses]
    return [*first, *AlertKind.values, *(kind.name for kind in added if not kind.presses)]
