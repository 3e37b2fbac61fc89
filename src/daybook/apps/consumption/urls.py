"""Addresses of consumption."""

from django.urls import path

from daybook.apps.consumption.views import exports, gas, imports, overview, records

app_name = "consumption"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("gas/", gas.gas, name="gas"),
    path("import/", imports.imports, name="imports"),
    path("import/<uuid:draft_id>/", imports.draft, name="draft"),
    path("import/<uuid:draft_id>/commit/", imports.commit, name="commit-draft"),
    path("import/<uuid:draft_id>/discard/", imports.discard, name="discard-draft"),
    path("imports/<int:batch_id>/undo/", imports.undo, name="undo-import"),
    path("export/", exports.export, name="export"),
    path("export/<str:ending>/", exports.download, name="download"),
    path("records/", records.records, name="records"),
    path("records/add/", records.add, name="add"),
    path("records/quick/", records.quick_add, name="quick"),
    path("records/delete/", records.delete, name="delete"),
    path("records/undo/<uuid:deletion>/", records.undo, name="undo"),
    path("records/<int:record_id>/", records.record, name="record"),
]
