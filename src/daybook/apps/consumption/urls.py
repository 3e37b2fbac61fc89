"""Addresses of consumption."""

from django.urls import path

from daybook.apps.consumption.views import gas, goals, overview, records, use

app_name = "consumption"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("use/", use.use, name="use"),
    path("goals/", goals.goals, name="goals"),
    path("gas/", gas.gas, name="gas"),
    path("records/", records.records, name="records"),
    path("records/add/", records.add, name="add"),
    path("records/quick/", records.quick_add, name="quick"),
    path("records/delete/", records.delete, name="delete"),
    path("records/undo/<uuid:deletion>/", records.undo, name="undo"),
    path("records/<int:record_id>/", records.record, name="record"),
]
