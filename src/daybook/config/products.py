"""The products of Daybook and the apps each of them is made of."""

from collections.abc import Sequence

PRODUCTS: dict[str, tuple[str, ...]] = {
    "prices": ("prices",),
    "consumption": ("prices", "consumption"),
}


def apps_of(products: Sequence[str]) -> tuple[str, ...]:
    """The labels of the apps the given products need, lowest first, none twice."""
    return tuple(dict.fromkeys(app for product in products for app in PRODUCTS[product]))
