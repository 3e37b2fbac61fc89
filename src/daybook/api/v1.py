"""The API: every product's router under one address and one document."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from daybook import __version__
from daybook.api import errors
from daybook.core.rest import PROBLEM, TITLES, Problem

DESCRIPTION = """\
Prices, and later everything else, for your own scripts. Instants are UTC with `Z`; amounts are
strings with fixed decimals, never floats. Every error is a problem document (RFC 9457): branch on
its `type`, show its `detail`.
"""
EVERYWHERE = (400, 404, 409, 422, 429, 500, 503)
WITH_ACCOUNT = (401, 403)
APP = 2  # in daybook.apps.accounts.api and in daybook.core.jobs.api


class Pages(Swagger):
    """The pages about the API, in a template of ours: it says its language and leads back."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page that shows the document of ``api`` and lets people try it."""
        swagger = {**self.settings, "url": self.get_openapi_url(api, kwargs)}
        return render(request, "web/api.html", {"api": api, "swagger": swagger})


class DaybookAPI(NinjaAPI):
    """The API whose document tells every error, once."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document, with the problem documents every operation may answer with."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(schema.pop("$defs", {}))
        schemas["Problem"] = schema
        for operations in document["paths"].values():
            for operation in operations.values():
                _tell_errors(operation)
                _show_examples(operation)
        return document

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The app and the name of what answers: ``accounts_login``."""
        function = operation.view_func
        return f"{function.__module__.split('.')[APP]}_{function.__name__}"


def _tell_errors(operation: dict[str, Any]) -> None:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in (*EVERYWHERE, *(WITH_ACCOUNT if "security" in operation else ())):
        told = operation["responses"].get(status, {}).get("description", TITLES[status])
        operation["responses"][status] = {"description": told, "content": content}


def _show_examples(operation: dict[str, Any]) -> None:
    # ninja puts the list that belongs into the schema beside it too, where OpenAPI wants one value.
    for parameter in operation.get("parameters", ()):
        if examples := parameter.pop("examples", None):
            parameter["example"] = examples[0]


api = DaybookAPI(
    title="Daybook",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api-v1",
    docs=Pages(),
)
errors.install(api)
api.add_router("/auth", "daybook.apps.accounts.api.router")
api.add_router("/jobs", "daybook.core.jobs.api.router")
api.add_router("/notifications", "daybook.apps.notifications.api.router")
for app in settings.PRODUCT_APPS:
    api.add_router(f"/{app}", f"daybook.apps.{app}.api.router")
