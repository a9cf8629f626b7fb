"""The fields of ownership in the answer of delivery about a component."""

from datetime import date
from typing import Any

from pydantic import Field

from board.models import Person
from flow.delivery.api.further import FurtherOfComponent
from flow.delivery.models import Component
from flow.ownership.access import names_of_teams
from flow.ownership.api.days import days_asked
from flow.ownership.incidents import NONE, incident_causes
from flow.ownership.readings import Owned


def ownership_facts(
    component: Component, person: Person, first: date | None, last: date | None
) -> dict[str, Any]:
    board = component.team.board
    window = days_asked(board, first, last)
    owned = Owned(board, [component], window)
    causes = incident_causes([component], owned.moments).get(component.pk, NONE)
    share = owned.shares[component.pk]
    independence = owned.independence(component.pk)
    return {
        "first": window.first,
        "last": window.last,
        "changes": share.changes,
        "not_known": share.not_known,
        "ownership_match": share.match,
        "shared": bool(share.shared_with),
        "shared_with": names_of_teams(person, share.shared_with),
        "deployments": independence.deployments,
        "independent_deployability": independence.percent,
        "coupled": owned.terms.word_of(independence.percent),
        "coordinated": owned.releases_of(component.pk),
        "incidents": causes.incidents,
        "incidents_by_others": causes.by_others,
    }


FACTS = FurtherOfComponent(
    fields={
        "first": (date, Field(serialization_alias="from")),
        "last": (date, Field(serialization_alias="to")),
        "changes": (int, Field(description="Changes of its paths in these days.")),
        "not_known": (int, Field(description="Of these, those from addresses of no team.")),
        "ownership_match": (
            float | None,
            Field(description="Percent of its changes that its team made; null: no changes."),
        ),
        "shared": (bool, Field(description="Whether another team made 20 % or more.")),
        "shared_with": (
            list[str],
            Field(description="Those teams; of a board that is not yours, `another team`."),
        ),
        "deployments": (
            int,
            Field(description="In production, without rollbacks and redeploys."),
        ),
        "independent_deployability": (
            float | None,
            Field(description="Percent of the deployments that went without another component."),
        ),
        "coupled": (str, Field(description="`loosely`, `tightly`, `entangled` or empty.")),
        "coordinated": (int, Field(description="Coordinated releases that it was part of.")),
        "incidents": (int, Field(description="Incidents of it that were detected.")),
        "incidents_by_others": (
            int,
            Field(description="Of these, those that a deployment of another team caused."),
        ),
    },
    answer=ownership_facts,
)
