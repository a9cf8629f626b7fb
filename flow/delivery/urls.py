from django.urls import path

from board.urls import BOARD, CARD
from flow.delivery.views import measures, set_up, things

HERE = f"{BOARD}/delivery"
SET_UP = f"{HERE}/set-up"

urlpatterns = [
    path(f"{HERE}/", measures.index, name="delivery"),
    path(f"{HERE}/deployments/", measures.deployments, name="delivery-deployments"),
    path(f"{HERE}/deployments.csv", measures.deployments_csv, name="delivery-deployments-csv"),
    path(f"{HERE}/figures/<slug:name>/", measures.behind, name="delivery-behind"),
    path(f"{HERE}/figures/<slug:name>.csv", measures.behind_csv, name="delivery-behind-csv"),
    path(f"{HERE}/charts/<slug:name>/", measures.chart, name="delivery-chart"),
    path(f"{HERE}/charts/<slug:name>.json", measures.chart_data, name="delivery-chart-data"),
    path(f"{HERE}/charts/<slug:name>.csv", measures.chart_csv, name="delivery-chart-csv"),
    path(f"{HERE}/charts/<slug:name>.png", measures.chart_picture, name="delivery-chart-picture"),
    path(f"{HERE}/deployments/<int:pk>/", things.deployment, name="delivery-deployment"),
    path(f"{HERE}/deployments/<int:pk>/verdict/", things.judge, name="delivery-judge"),
    path(f"{HERE}/components/<int:pk>/", things.component, name="delivery-component"),
    path(f"{HERE}/new-incident/", things.new_incident, name="delivery-new-incident"),
    path(f"{HERE}/incidents/<int:pk>/", things.incident, name="delivery-incident"),
    path(f"{CARD}/delivery/", things.of_card, name="delivery-of-card"),
    path(f"{SET_UP}/", set_up.show, name="delivery-set-up"),
    path(f"{SET_UP}/connect/", set_up.connect, name="delivery-connect"),
    path(f"{SET_UP}/repositories/<int:pk>/secret/", set_up.renew, name="delivery-renew"),
    path(f"{SET_UP}/repositories/<int:pk>/key/", set_up.issue, name="delivery-issue"),
    path(
        f"{SET_UP}/repositories/<int:pk>/disconnect/", set_up.disconnect, name="delivery-disconnect"
    ),
    path(f"{SET_UP}/keys/<int:pk>/revoke/", set_up.revoke, name="delivery-revoke"),
    path(f"{SET_UP}/deliveries/<int:pk>/again/", set_up.again, name="delivery-again"),
    path(f"{SET_UP}/teams/", set_up.new_team, name="delivery-new-team"),
    path(f"{SET_UP}/teams/<int:pk>/", set_up.team, name="delivery-team"),
    path(f"{SET_UP}/teams/<int:pk>/dissolve/", set_up.dissolve, name="delivery-dissolve"),
    path(f"{SET_UP}/components/", set_up.new_component, name="delivery-new-component"),
    path(f"{SET_UP}/components/<int:pk>/", set_up.component, name="delivery-edit-component"),
    path(f"{SET_UP}/components/<int:pk>/remove/", set_up.remove, name="delivery-remove-component"),
]
