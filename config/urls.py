from django.apps import apps
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config import health
from config.api import ROOT, api
from config.signin_page import signin_page

handler500 = "config.outages.went_wrong"

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("status", health.status, name="status"),
    path("sign-in/<token>/", signin_page, name="signin_link"),
    path(ROOT.lstrip("/"), api.urls),
    path("accounts/", include("board.account_urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("board.urls")),
]
urlpatterns += [
    path("", include(f"{part}.urls"))
    for part in (
        *("flow.metrics", "flow.alerts", "flow.standup", "flow.delivery"),
        "flow.ownership",
        *("flow.flags", "flow.experiments", "flow.improvement"),
    )
    if apps.is_installed(part)
]
