"""Jobs in the admin: look at them, and give those that were set aside another chance."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from daybook.core.jobs import desk
from daybook.core.jobs.errors import AnotherOneWaits, NoSuchJob
from daybook.core.jobs.models import Job
from daybook.core.jobs.places import DATABASE
from daybook.core.operators import is_operator

admin.site.unregister(DBTaskResult)  # one list of jobs is enough


@admin.register(Job)
class JobAdmin(DBTaskResultAdmin):
    """Read-only but for the retry of failed jobs."""

    actions = ["run_again"]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Every operator may, as on the page of jobs; who sees this list is a right of its own."""
        return is_operator(request.user)

    @admin.action(description=_("Run failed jobs again"), permissions=["retry"])
    def run_again(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        """Make the failed ones among the chosen jobs ready again."""
        count = 0
        for job in chosen.filter(status=TaskResultStatus.FAILED):
            try:
                count += desk.retry(
                    place=DATABASE,
                    job_id=str(job.pk),
                    by=int(request.user.pk or 0),
                    now=timezone.now(),
                )
            except (AnotherOneWaits, NoSuchJob) as error:
                self.message_user(request, error.message, messages.WARNING)
        told = ngettext("%d job will run again.", "%d jobs will run again.", count)
        self.message_user(request, told % count, messages.SUCCESS)
