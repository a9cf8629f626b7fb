"""The filters of a query string; an unknown name is an error."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.params import models


class KnownNamesOnly(models.QueryModel):
    @classmethod
    def get_request_data(
        cls, request: HttpRequest, api: NinjaAPI, path_params: dict[str, Any]
    ) -> dict[str, Any] | None:
        known = cls.__ninja_flatten_map__  # type: ignore[attr-defined]
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            words = _("There is no such filter.")
            raise ValidationError(
                [{"type": "unknown", "loc": ("query", name), "msg": words} for name in unknown]
            )
        return super().get_request_data(request, api, path_params)


class Query(models.Query):  # type: ignore[misc]
    """A part of the query string of an operation that takes no others."""

    _model = KnownNamesOnly
