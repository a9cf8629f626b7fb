"""The operations for builds of the trunk."""

from ninja import Router, Status
from pydantic import ConfigDict, Field

from flow.delivery.access import delivering_repository
from flow.delivery.api.callers import DeliveringRequest
from flow.delivery.api.lenient import DELIVERERS, DeliveryAccepted, checked_fields, receive
from flow.delivery.api.lenient_fields import Lenient, Name, Required, Text, Time
from flow.delivery.forges import pipeline
from flow.delivery.models import Door

router = Router(tags=["Delivery"])


class NewBuild(Lenient):
    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "required": ["id", "sha", "status"],
            "examples": [
                {"id": "77", "repository": "acme/harbour", "sha": "f95f852", "status": "success"}
            ],
        },
    )

    id: Text = None
    repository: Name = None
    sha: Required = None
    attempt: int | None = Field(None, ge=1, le=10_000)
    status: Required = None
    started_at: Time = None
    finished_at: Time = None


@router.post("/builds", auth=DELIVERERS, response={202: DeliveryAccepted}, summary="Report a build")
def report_build(request: DeliveringRequest, asked: NewBuild):
    """One attempt to build a commit of the trunk."""
    fields = checked_fields(asked, id=pipeline.id_in, sha=pipeline.sha_in, status=pipeline.state_in)
    repository = delivering_repository(request.auth, pipeline.repository_in(fields))
    return Status(202, receive(repository, Door.BUILDS, fields))
