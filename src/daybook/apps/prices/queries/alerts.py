"""What people want to be told of prices."""

from collections.abc import Iterable

from daybook.apps.prices import domain
from daybook.apps.prices.domain import AlertKind
from daybook.apps.prices.models import Alert, Preference


def alerts_of(person_id: int) -> list[Alert]:
    """Every alert there is, in order, as the person has it; those never touched are off."""
    kept = {alert.kind: alert for alert in Alert.objects.filter(person_id=person_id)}
    return [kept.get(kind.value) or _untouched(person_id, kind) for kind in AlertKind]


def tariff_of(person_id: int) -> Preference | None:
    """What the person prefers, if that says their region and product; ``None`` if it does not.

    Sample prices are nobody's tariff.
    """
    said = Preference.objects.filter(person_id=person_id).exclude(region="")
    return said.exclude(product__in=["", domain.SAMPLE_PRODUCT]).first()


def preferences_of(person_ids: Iterable[int]) -> dict[int, Preference]:
    """What these people prefer, by person."""
    found = Preference.objects.filter(person_id__in=list(person_ids))
    return {preference.person_id: preference for preference in found}


def _untouched(person_id: int, kind: AlertKind) -> Alert:
    return Alert(
        person_id=person_id,
        kind=kind.value,
        threshold_pence=domain.THRESHOLDS.get(kind),
        minutes_before=domain.USUAL_MINUTES if kind is AlertKind.WINDOW else None,
    )
