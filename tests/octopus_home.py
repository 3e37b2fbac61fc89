"""A household's account with Octopus, for the loopback server: meter points and half-hours."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.loopback import MISSING, Reply, reply
from tests.replay import exact_json

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = dt.timedelta(minutes=30)
NUMBER = "A-0DAB00C5"
KEY = "sk_live_generatedForTests0x7Qa"
MPAN, MPRN, EXPORT = "1200000000001", "3300000001", "1200000000002"
ACCOUNT = f"/accounts/{NUMBER}/"


def used_path(number: str = MPAN, serial: str = "E1", kind: str = "electricity") -> str:
    """Where the use that a meter has counted is."""
    return f"/{kind}-meter-points/{number}/meters/{serial}/consumption/"


def agreement(since: str, until: str | None = None, code: str = "AGILE-24-10-01") -> dict:
    """A tariff of region C."""
    return {"tariff_code": f"E-1R-{code}-C", "valid_from": since, "valid_to": until}


@dataclass
class Home:
    """Electricity of half a kWh and gas of 0.1 in each half-hour, from ``since`` up to ``until``.

    Nothing was counted at ``gaps``; of ``amounts`` by meter and start other amounts are known.
    """

    since: dt.datetime
    until: dt.datetime
    gaps: set[dt.datetime] = field(default_factory=set)
    amounts: dict[tuple[str, dt.datetime], Decimal] = field(default_factory=dict)
    has_gas: bool = True
    serials: tuple[str, ...] = ("E1",)

    @property
    def account(self) -> dict[str, Any]:
        """The account as Octopus tells of it."""
        begun = [agreement(self.since.isoformat())]
        import_point = {"mpan": MPAN, "is_export": False, "agreements": begun}
        export = {"mpan": EXPORT, "is_export": True, "agreements": begun}
        gas = {"mprn": MPRN, "agreements": begun, "meters": [{"serial_number": "G1"}]}
        return {
            "number": NUMBER,
            "properties": [
                {
                    "electricity_meter_points": [
                        import_point | {"meters": [{"serial_number": one} for one in self.serials]},
                        export | {"meters": [{"serial_number": "E1"}]},
                    ],
                    "gas_meter_points": [gas] if self.has_gas else [],
                }
            ],
        }

    def answer(self, path: str, params: Mapping[str, str], base_url: str) -> Reply:
        """The answer to one request, as Octopus would give it."""
        match path.strip("/").split("/"):
            case ["accounts", number]:
                return reply(self.account) if number == NUMBER else MISSING
            case [kind, _number, "meters", serial, "consumption"]:
                usual = Decimal("0.1") if kind.startswith("gas") else Decimal("0.5")
                return self._counted(serial, usual, params)
        return MISSING

    def _counted(self, serial: str, usual: Decimal, params: Mapping[str, str]) -> Reply:
        at = max(_instant(params["period_from"]), self.since)
        last = _instant(params["period_to"])  # the half-hour that starts there comes along
        rows = []
        while at <= last and at < self.until:
            if at not in self.gaps:
                amount = self.amounts.get((serial, at), usual)
                rows.append(row(at, amount))
            at += HALF_HOUR
        return Reply(exact_json({"count": len(rows), "next": None, "results": rows}))


def row(at: dt.datetime, amount: Any) -> dict[str, Any]:
    """What was counted in the half-hour from ``at``, in the local time of London."""
    ends = (at + HALF_HOUR).astimezone(LONDON)
    return {
        "consumption": amount,
        "interval_start": at.astimezone(LONDON).isoformat(),
        "interval_end": ends.isoformat(),
    }


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
