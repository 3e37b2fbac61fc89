"""Addresses of prices."""

from django.urls import path

from daybook.apps.prices.views.finder import product, region
from daybook.apps.prices.views.prices import prices

app_name = "prices"
urlpatterns = [
    path("", prices, name="prices"),
    path("region/", region, name="region"),
    path("product/", product, name="product"),
]
