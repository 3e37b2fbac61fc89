"""Addresses of prices."""

from django.urls import path

from daybook.apps.prices.views import appliances, compare, feed, history, preferences, windows
from daybook.apps.prices.views.alerts import alerts
from daybook.apps.prices.views.finder import product, region
from daybook.apps.prices.views.plan import plan
from daybook.apps.prices.views.prices import prices
from daybook.apps.prices.views.widget import widget

app_name = "prices"
urlpatterns = [
    path("", prices, name="prices"),
    path("alerts/", alerts, name="alerts"),
    path("region/", region, name="region"),
    path("product/", product, name="product"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/default/", preferences.save_default, name="save-default"),
    path("plan/", plan, name="plan"),
    path("appliances/", appliances.appliances, name="appliances"),
    path("appliances/add/", appliances.add, name="add-appliance"),
    path("appliances/<int:appliance_id>/", appliances.appliance, name="appliance"),
    path("appliances/<int:appliance_id>/delete/", appliances.delete, name="delete-appliance"),
    path("appliances/<int:appliance_id>/restore/", appliances.restore, name="restore-appliance"),
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
