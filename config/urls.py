from django.apps import apps
from django.contrib import admin
from django.urls import include, path

from config import health
from config.api import ROOT, api
from config.signin_page import signin_page

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("sign-in/<token>/", signin_page, name="signin_link"),
    path(ROOT.lstrip("/"), api.urls),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("board.urls")),
]
urlpatterns += [
    path("", include(f"{part}.urls"))
    for part in ("flow.metrics", "flow.alerts", "flow.standup")
    if apps.is_installed(part)
]
