"""What the shared pages contribute themselves."""

from django.utils.translation import gettext_lazy as _

from daybook.core.contributions import NavItem, nav

nav.register("web.home", order=0)(NavItem(label=_("Today"), icon="sun", url_name="home", key="t"))
nav.register("web.jobs", order=880)(
    NavItem(label=_("Jobs"), icon="gear", url_name="jobs", key="j", audience="operators")
)
