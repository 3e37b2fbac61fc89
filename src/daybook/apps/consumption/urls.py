"""Addresses of consumption."""

from django.urls import path

from daybook.apps.consumption.views import (
    comparison,
    costs,
    gas,
    instalments,
    meters,
    octopus,
    overview,
    readings,
    records,
    replacing,
    tariffs,
)

app_name = "consumption"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("costs/", costs.costs, name="costs"),
    path("costs/instalments/", instalments.instalments, name="instalments"),
    path("costs/instalments/forget/", instalments.forget, name="forget-instalment"),
    path("compare/", comparison.compare, name="compare"),
    path("compare/prices/", comparison.want_prices, name="want-prices"),
    path("tariffs/", tariffs.tariffs, name="tariffs"),
    path("tariffs/add/", tariffs.choose, name="choose-tariff"),
    path("tariffs/add/<str:utility>/<str:kind>/", tariffs.add, name="add-tariff"),
    path("tariffs/<int:tariff_id>/", tariffs.tariff, name="tariff"),
    path("tariffs/<int:tariff_id>/end/", tariffs.end, name="end-tariff"),
    path("tariffs/<int:tariff_id>/delete/", tariffs.delete, name="delete-tariff"),
    path("gas/", gas.gas, name="gas"),
    path("octopus/", octopus.octopus, name="octopus"),
    path("octopus/renew/", octopus.renew, name="octopus-renew"),
    path("octopus/disconnect/", octopus.disconnect, name="octopus-disconnect"),
    path("records/", records.records, name="records"),
    path("records/add/", records.add, name="add"),
    path("records/quick/", records.quick_add, name="quick"),
    path("records/delete/", records.delete, name="delete"),
    path("records/undo/<uuid:deletion>/", records.undo, name="undo"),
    path("records/<int:record_id>/", records.record, name="record"),
    path("meters/", meters.meters, name="meters"),
    path("meters/add/", meters.add, name="add_meter"),
    path("meters/undo/<uuid:deletion>/", meters.undo, name="undo_meter"),
    path("meters/<int:meter_id>/", meters.meter, name="meter"),
    path("meters/<int:meter_id>/change/", meters.change, name="change_meter"),
    path("meters/<int:meter_id>/replace/", replacing.replace, name="replace_meter"),
    path("meters/<int:meter_id>/delete/", meters.delete, name="delete_meter"),
    path("meters/<int:meter_id>/readings/", readings.add, name="add_reading"),
    path("readings/<int:reading_id>/", readings.reading, name="reading"),
    path("readings/<int:reading_id>/delete/", readings.delete, name="delete_reading"),
]
