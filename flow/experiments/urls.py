from django.urls import path

from board.urls import BOARD
from flow.experiments import target_views, views

EXPERIMENTS = f"{BOARD}/experiments"
ONE = f"{EXPERIMENTS}/<int:number>"
TARGETS = f"{BOARD}/targets"

urlpatterns = [
    path(f"{TARGETS}/", target_views.targets, name="targets"),
    path(f"{TARGETS}/new/", target_views.new_target, name="new-target"),
    path(f"{TARGETS}/<int:pk>/edit/", target_views.edit_target, name="edit-target"),
    path(f"{TARGETS}/<int:pk>/end/", target_views.end_target, name="end-target"),
    path(f"{TARGETS}/<int:pk>/obstacles/", target_views.add_obstacle, name="add-obstacle"),
    path(
        f"{TARGETS}/<int:pk>/obstacles/<int:obstacle>/",
        target_views.change_obstacle,
        name="change-obstacle",
    ),
    path(f"{EXPERIMENTS}/", views.log, name="experiments"),
    path(f"{EXPERIMENTS}/log.csv", views.log_csv, name="experiments-csv"),
    path(f"{EXPERIMENTS}/new/", views.new, name="new-experiment"),
    path(f"{EXPERIMENTS}/cards/<int:number>/", views.of_card, name="experiments-of-card"),
    path(f"{ONE}/", views.show, name="experiment"),
    path(f"{ONE}/edit/", views.edit, name="edit-experiment"),
    path(f"{ONE}/observations/", views.observe, name="observe-experiment"),
    path(f"{ONE}/observations.csv", views.observations_csv, name="observations-csv"),
    path(f"{ONE}/close/", views.close, name="close-experiment"),
    path(f"{ONE}/decide/", views.decide, name="decide-experiment"),
    path(f"{ONE}/rerun/", views.rerun, name="rerun-experiment"),
]
