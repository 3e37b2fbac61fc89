"""The pages of Daybook that a person can come to, and how each is reached."""

from dataclasses import dataclass

from tests.browser.site import OLD, Site


@dataclass(frozen=True)
class Place:
    """An address; ``is_stranded`` when Octopus does not answer, ``is_own`` for members only.

    ``is_operators`` pages are for the member who runs the installation.
    ``allowed`` names what axe may find there in markup that is not ours; ``is_heavy`` pages load
    another project's program, which no budget of ours can hold.
    """

    path: str
    status: int = 200
    is_stranded: bool = False
    is_own: bool = False
    is_operators: bool = False
    allowed: tuple[str, ...] = ()
    is_heavy: bool = False

    def address(self, site: Site) -> str:
        """The address on ``site``."""
        return site.tomorrow if self.path == "tomorrow" else self.path


PRICES = "/prices/?region={}&product=AGILE-24-10-01&duration=3.25&capacity=10"
PLACES = {
    "landing": Place("/"),
    "landing without Octopus": Place("/", is_stranded=True),
    "finder": Place("/prices/"),
    "postcode in two regions": Place("/prices/region/?postcode=CT1+1AA"),
    "wrong postcode": Place("/prices/region/?postcode=ZZ", status=422),
    "postcode": Place("/prices/region/?postcode=SW1A+1AA"),
    "product": Place("/prices/product/?region=C"),
    "unknown product": Place("/prices/?region=C&product=AGILE-99-01-01", status=404),
    "prices today": Place(PRICES.format("C")),
    "prices tomorrow": Place("tomorrow"),
    "wrong duration": Place(PRICES.format("C") + "&duration=9", status=422),
    "sample day": Place(PRICES.format("C") + "&sample=1"),
    "no prices": Place(PRICES.format("D"), status=503, is_stranded=True),
    "stale prices": Place(PRICES.format(OLD), is_stranded=True),
    "plan without a tariff": Place("/prices/plan/"),
    "plan": Place("/prices/plan/?region=C&product=AGILE-24-10-01&what=ev"),
    "wrong plan": Place("/prices/plan/?region=C&product=AGILE-24-10-01&what=ev&kw=0", status=422),
    "preferences": Place("/prices/preferences/", is_own=True),
    "appliances": Place("/prices/appliances/", is_own=True),
    "add an appliance": Place("/prices/appliances/add/?kind=ev", is_own=True),
    "compare products": Place("/prices/compare/?region=C"),
    "price statistics": Place("/prices/statistics/"),
    "sign up": Place("/accounts/signup/"),
    "sign in": Place("/accounts/login/"),
    "forgotten password": Place("/accounts/password/forgotten/"),
    "sign in by link": Place("/accounts/login/link/"),
    "link that does not work": Place("/accounts/password/reset/nothing/", status=404),
    "e-mail": Place("/accounts/email/", is_own=True),
    "profile": Place("/accounts/profile/", is_own=True),
    "password": Place("/accounts/password/", is_own=True),
    "second step": Place("/accounts/second-step/", is_own=True),
    "second step on": Place("/accounts/second-step/on/", is_own=True),
    "second step off": Place("/accounts/second-step/off/", is_own=True),
    "recovery codes": Place("/accounts/second-step/codes/", is_own=True),
    "add a passkey": Place("/accounts/second-step/passkeys/add/", is_own=True),
    "sessions": Place("/accounts/sessions/", is_own=True),
    "tokens": Place("/accounts/tokens/", is_own=True),
    "security log": Place("/accounts/security/", is_own=True),
    "my data": Place("/accounts/data/", is_own=True),
    "is it you": Place("/accounts/confirm/", is_own=True),
    "delete my account": Place("/accounts/leave/", is_own=True),
    "consumption": Place("/consumption/", is_own=True),
    "records": Place("/consumption/records/", is_own=True),
    "add a record": Place("/consumption/records/add/", is_own=True),
    "wrong filter": Place(
        "/consumption/records/?since=2026-03-02&until=2026-03-01", status=422, is_own=True
    ),
    "meters": Place("/consumption/meters/", is_own=True),
    "add a meter": Place("/consumption/meters/add/", is_own=True),
    "compare tariffs": Place(
        "/consumption/compare/?flat_rate=24.5&day_rate=30&night_rate=12", is_own=True
    ),
    "wrong comparison": Place("/consumption/compare/?flat_rate=x", status=422, is_own=True),
    "gas": Place("/consumption/gas/", is_own=True),
    "costs": Place("/consumption/costs/", is_own=True),
    "instalments": Place("/consumption/costs/instalments/", is_own=True),
    "tariffs": Place("/consumption/tariffs/", is_own=True),
    "choose a tariff": Place("/consumption/tariffs/add/", is_own=True),
    "add a tariff": Place("/consumption/tariffs/add/electricity/two-rate/", is_own=True),
    "price alerts": Place("/prices/alerts/", is_own=True),
    "Octopus account": Place("/consumption/octopus/", is_own=True),
    "use": Place("/consumption/use/", is_own=True),
    "use of a year": Place("/consumption/use/?view=year", is_own=True),
    "goals": Place("/consumption/goals/", is_own=True),
    "import": Place("/consumption/import/", is_own=True),
    "export": Place("/consumption/export/", is_own=True),
    "planned windows": Place("/prices/windows/", is_own=True),
    "calendar feed": Place("/prices/feed/", is_own=True),
    "calendar": Place("/calendar/", is_own=True),
    "inbox": Place("/inbox/", is_own=True),
    "message": Place("the newest", is_own=True),
    "devices": Place("/inbox/devices/", is_own=True),
    "what you are told": Place("/inbox/settings/", is_own=True),
    "digest": Place("/inbox/settings/digest/", is_own=True),
    "signed-in landing": Place("/", is_own=True),
    "jobs": Place("/jobs/", is_operators=True),
    "jobs that wait": Place("/jobs/?state=waiting", is_operators=True),
    "jobs that are done": Place("/jobs/?state=done", is_operators=True),
    # Swagger puts a link into the button that opens an operation.
    "API": Place("/api/v1/docs", allowed=("nested-interactive",), is_heavy=True),
    "nothing there": Place("/nowhere/", status=404),
}
