"""Addresses of prices."""

from django.urls import path

from daybook.apps.prices.views.alerts import alerts
from daybook.apps.prices.views.finder import product, region
from daybook.apps.prices.views.prices import prices

app_name = "prices"
urlpatterns = [
    path("", prices, name="prices"),
    path("alerts/", alerts, name="alerts"),
    path("region/", region, name="region"),
    path("product/", product, name="product"),
]
