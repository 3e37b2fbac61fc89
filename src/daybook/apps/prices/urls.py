"""Addresses of prices."""

from django.urls import path

from daybook.apps.prices.views import compare, feed, history, windows
from daybook.apps.prices.views.finder import product, region
from daybook.apps.prices.views.prices import prices
from daybook.apps.prices.views.widget import widget

app_name = "prices"
urlpatterns = [
    path("", prices, name="prices"),
    path("region/", region, name="region"),
    path("product/", product, name="product"),
    path("widget/", widget, name="widget"),
    path("compare/", compare.compare, name="compare"),
    path("statistics/", history.statistics, name="statistics"),
    path("windows/", windows.windows, name="windows"),
    path("windows/add/", windows.add, name="window-add"),
    path("windows/<int:window_id>/delete/", windows.drop, name="window-delete"),
    path("window.ics", windows.window_file, name="window-file"),
    path("feed/", feed.feed, name="feed"),
    path("feed/renew/", feed.renew, name="feed-renew"),
    path("feed/off/", feed.close, name="feed-off"),
    path("feed/<str:token>.ics", feed.feed_file, name="feed-file"),
]
