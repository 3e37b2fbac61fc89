"""What people pay each month."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain.instalments import Plan, Scope
from daybook.apps.consumption.models.names import PERSON

SCOPE_NAMES = [
    (Scope.ENERGY.value, _("Electricity and gas")),
    (Scope.ELECTRICITY.value, _("Electricity")),
    (Scope.GAS.value, _("Gas")),
    (Scope.WATER.value, _("Water")),
    (Scope.EVERYTHING.value, _("Everything")),
]


class Instalment(models.Model):
    """A monthly direct debit in pounds, and the balance of its account at the end of a day."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    scope = models.CharField(_("what it pays for"), max_length=16, choices=SCOPE_NAMES)
    monthly = models.DecimalField(_("a month"), max_digits=9, decimal_places=2)
    balance = models.DecimalField(_("balance"), max_digits=9, decimal_places=2)
    balance_on = models.DateField(_("day of the balance"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        constraints = [
            models.UniqueConstraint(fields=["person", "scope"], name="consumption_instalment_once"),
            models.CheckConstraint(
                condition=models.Q(scope__in=[scope.value for scope in Scope]),
                name="consumption_instalment_of_known_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} #{self.pk}"

    @property
    def plan(self) -> Plan:
        """What is paid, as the rules take it."""
        return Plan(monthly=self.monthly, balance=self.balance, balance_on=self.balance_on)
