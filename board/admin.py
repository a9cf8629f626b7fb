"""The admin shows boards and does not change them.

What is on a board is changed by its verbs, which ask the limits and keep the log; a form that
writes rows would go round them. People are changed here: their name, address, and what they may do.
"""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from board import addresses, second_factor
from board.models import (
    ApiToken,
    Audited,
    AuditEntry,
    Block,
    Board,
    Card,
    Column,
    Event,
    Invitation,
    Lane,
    Limit,
    Membership,
    Override,
    Person,
    ServiceClass,
    Stay,
)

# What somebody signs in with is changed by the verbs of Person.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)

admin.site.site_header = admin.site.site_title = "Sluice"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def _audit(kind: Audited, request: HttpRequest, detail: str, person: Person | None = None) -> None:
    AuditEntry.record(
        kind, person=person, by=cast(Person, request.user), detail=detail, request=request
    )


class LookOnly(admin.ModelAdmin):
    """An admin page on which rows can be viewed, and not added, changed or deleted."""

    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        query = request.META.get("QUERY_STRING", "")
        _audit(Audited.ADMIN_LOOKED, request, f"{self.opts.model_name} list {query}")
        return super().changelist_view(request, extra_context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        _audit(Audited.ADMIN_LOOKED, request, f"{self.opts.model_name} {object_id}")
        return super().change_view(request, object_id, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Board)
class BoardAdmin(LookOnly):
    list_display = ["key", "name", "version", "made_at"]
    search_fields = ["key", "name"]


@admin.register(Card)
class CardAdmin(LookOnly):
    list_display = ["__str__", "title", "column", "lane", "service_class", "archived_at"]
    list_select_related = ["board", "column", "lane", "service_class"]
    list_filter = ["board"]
    search_fields = ["title", "number"]


@admin.register(Column, Lane, ServiceClass)
class PartAdmin(LookOnly):
    list_display = ["name", "board", "position"]
    list_select_related = ["board"]
    list_filter = ["board"]


@admin.register(Limit)
class LimitAdmin(LookOnly):
    list_display = ["__str__", "board", "maximum", "mode", "each_person", "version"]
    list_select_related = ["board"]
    list_filter = ["board"]


@admin.register(Event)
class EventAdmin(LookOnly):
    list_display = ["board", "number", "kind", "card", "by", "at"]
    list_select_related = ["board", "card__board", "by"]
    list_filter = ["board", "kind"]
    ordering = ["-at", "-number"]


@admin.register(Stay)
class StayAdmin(LookOnly):
    list_display = ["card", "column", "lane", "entered_at", "left_at", "voided_at"]
    list_select_related = ["card__board", "column", "lane"]


@admin.register(Block)
class BlockAdmin(LookOnly):
    list_display = ["card", "reason", "blocked_at", "unblocked_at"]
    list_select_related = ["card__board"]


@admin.register(Override)
class OverrideAdmin(LookOnly):
    list_display = ["card", "limit", "reason", "by", "at", "ended_at"]
    list_select_related = ["card__board", "limit", "by"]


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    list_display = ["board", "person", "role", "since"]
    list_select_related = ["board", "person"]
    list_filter = ["board"]


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    list_display = ["board", "role", "email", "invited_by", "expires_at", "accepted_by"]
    list_select_related = ["board", "invited_by", "accepted_by"]


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnly):
    list_display = [
        "person",
        "name",
        "prefix",
        "scope",
        "board",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ]
    list_select_related = ["person", "board"]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    fields = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "name"]
    actions = ["take_second_factor_away"]

    @admin.action(description=_("Remove the second factor of these people"))
    def take_second_factor_away(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        for person in people:
            second_factor.take_away(person)
            _audit(Audited.FACTOR_REMOVED, request, "admin", person=person)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """Another address and a bar are verbs: what was open under the old ones ends."""
        old = Person.objects.get(pk=obj.pk)
        with transaction.atomic():
            if obj.name != old.name:
                assert isinstance(request.user, Person)  # the admin is for people who signed in
                obj.rename(obj.name, by=request.user)
            super().save_model(request, obj, form, change)
            _audit(Audited.ADMIN_CHANGED, request, ", ".join(form.changed_data), person=obj)
            if obj.email != old.email:
                obj.change_address(obj.email)
                by = cast(Person, request.user)
                addresses.notify_both(obj, old.email, by=by, request=request)
            if old.is_active and not obj.is_active:
                obj.end_access()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people come by invitation

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the log names them; who is not active may not sign in
