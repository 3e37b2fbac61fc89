"""The environment Daybook runs in, typed: every variable, its default and what it means."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from daybook.config.products import PRODUCTS
from daybook.config.vapid_key import checked_vapid_key

ROOT = Path(__file__).resolve().parents[3]
SECRET_KEY_LENGTH = 50
SECRET_KEY_VARIETY = 10  # different characters
DATABASES = ("sqlite://", "postgres://", "postgresql://")
REDISES = ("redis://", "rediss://", "unix://")
SECRETS = {
    "DAYBOOK_SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "DAYBOOK_EMAIL_URL",
    "DAYBOOK_TWILIO_TOKEN",
    "DAYBOOK_VAPID_KEY",
    "DAYBOOK_WEBHOOK_SECRET",
    "DAYBOOK_MAILGUN_SIGNING_KEY",
    "DAYBOOK_POSTMARK_WEBHOOK_PASSWORD",
}
SHARED_SECRET_LENGTH = 20
# What people can answer to with STOP: a number (E.164) or a messaging service of Twilio's.
SENDER = re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-fA-F]{32}")
HOST = re.compile(r"(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?", re.IGNORECASE)
MAILS = ("smtp://", "smtps://", "console://", "memory://")


class WrongEnvironment(ValueError):
    """A variable has a value Daybook cannot start with."""


def _http_url(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme not in {"http", "https"} or not rest.strip("/") or " " in value:
        raise ValueError("must be an address that starts with http:// or https://")
    return value.rstrip("/") + "/"


def _http_url_or_none(value: str) -> str:
    return value and _http_url(value)


def _sender(value: str) -> str:
    if value and not SENDER.fullmatch(value):
        raise ValueError("must be a number such as +447700900123, or a messaging service (MG...)")
    return value


def _starts_with(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        if value and not value.startswith(schemes):
            raise ValueError("must start with one of " + ", ".join(schemes))
        return value

    return AfterValidator(check)


def _words(value: object) -> object:
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    return value


def _products(value: tuple[str, ...]) -> tuple[str, ...]:
    if value in {("all",), ("none",)}:
        return tuple(PRODUCTS) if value == ("all",) else ()
    if unknown := [name for name in value if name not in PRODUCTS]:
        known = ", ".join(PRODUCTS)
        raise ValueError(f"does not know {unknown[0]!r}; choose from: {known}, all, none")
    return tuple(name for name in PRODUCTS if name in value)


def _hosts(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [host for host in value if not HOST.fullmatch(host)]:
        raise ValueError(f"{wrong[0]!r} is no host name, such as push.example or *.push.example")
    return tuple(host.lower() for host in value)


def _is_weak(key: str) -> bool:
    return len(key) < SECRET_KEY_LENGTH or len(set(key)) < SECRET_KEY_VARIETY


def _hard_to_guess(value: str) -> str:
    if value and len(value) < SHARED_SECRET_LENGTH:
        raise ValueError(f"must have at least {SHARED_SECRET_LENGTH} characters")
    return value


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


SharedSecret = Annotated[str, AfterValidator(_hard_to_guess)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]


class Environment(BaseSettings):
    """Every variable Daybook reads; ``.env.example`` lists them for people."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    mode: Literal["local", "production"] = Field("local", alias="DAYBOOK_MODE")
    debug: bool = Field(False, alias="DAYBOOK_DEBUG")
    host: str = Field("127.0.0.1", alias="DAYBOOK_HOST", min_length=1)
    port: int = Field(8000, alias="DAYBOOK_PORT", ge=1, le=65535)
    data_dir: Path = Field(Path("var"), alias="DAYBOOK_DATA_DIR")
    apps: Annotated[Words, AfterValidator(_products)] = Field(tuple(PRODUCTS), alias="DAYBOOK_APPS")
    secret_key: str = Field("", alias="DAYBOOK_SECRET_KEY")
    allowed_hosts: Words = Field((), alias="DAYBOOK_ALLOWED_HOSTS")
    site_url: Annotated[str, AfterValidator(_http_url_or_none)] = Field(
        "", alias="DAYBOOK_SITE_URL"
    )
    https: Annotated[bool | None, BeforeValidator(_empty_is_none)] = Field(
        None, alias="DAYBOOK_HTTPS"
    )
    proxies: int = Field(0, alias="DAYBOOK_PROXIES", ge=0, le=10)
    workers: int = Field(2, alias="DAYBOOK_WORKERS", ge=1, le=64)
    threads: int = Field(4, alias="DAYBOOK_THREADS", ge=1, le=64)
    database_url: Annotated[str, _starts_with(*DATABASES)] = Field("", alias="DATABASE_URL")
    redis_url: Annotated[str, _starts_with(*REDISES)] = Field("", alias="REDIS_URL")
    jobs: Literal["database", "redis"] = Field("database", alias="DAYBOOK_JOBS")
    octopus_url: HttpUrl = Field("https://api.octopus.energy/v1/", alias="DAYBOOK_OCTOPUS_URL")
    carbon_url: HttpUrl = Field("https://api.carbonintensity.org.uk/", alias="DAYBOOK_CARBON_URL")
    passwords_url: Annotated[str, AfterValidator(_http_url_or_none)] = Field(
        "https://api.pwnedpasswords.com/", alias="DAYBOOK_PASSWORDS_URL"
    )
    email_url: Annotated[str, _starts_with(*MAILS)] = Field("", alias="DAYBOOK_EMAIL_URL")
    email_from: str = Field("Daybook <daybook@localhost>", alias="DAYBOOK_EMAIL_FROM")
    twilio_account: str = Field("", alias="DAYBOOK_TWILIO_ACCOUNT")
    twilio_token: str = Field("", alias="DAYBOOK_TWILIO_TOKEN")
    twilio_from: Annotated[str, AfterValidator(_sender)] = Field("", alias="DAYBOOK_TWILIO_FROM")
    twilio_url: HttpUrl = Field("https://api.twilio.com/", alias="DAYBOOK_TWILIO_URL")
    sms_daily_limit: int = Field(200, alias="DAYBOOK_SMS_DAILY_LIMIT", ge=0, le=1_000_000)
    webhook_secret: SharedSecret = Field("", alias="DAYBOOK_WEBHOOK_SECRET")
    mailgun_signing_key: SharedSecret = Field("", alias="DAYBOOK_MAILGUN_SIGNING_KEY")
    postmark_webhook_password: SharedSecret = Field("", alias="DAYBOOK_POSTMARK_WEBHOOK_PASSWORD")
    vapid_key: Annotated[str, AfterValidator(checked_vapid_key)] = Field(
        "", alias="DAYBOOK_VAPID_KEY"
    )
    push_hosts: Annotated[Words, AfterValidator(_hosts)] = Field((), alias="DAYBOOK_PUSH_HOSTS")
    admins: Words = Field((), alias="DAYBOOK_ADMINS")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="DAYBOOK_LOG_LEVEL"
    )
    log_format: Literal["auto", "json", "console"] = Field("auto", alias="DAYBOOK_LOG_FORMAT")
    log_file: Annotated[Path | None, BeforeValidator(_empty_is_none)] = Field(
        None, alias="DAYBOOK_LOG_FILE"
    )
    metrics_token: str = Field("", alias="DAYBOOK_METRICS_TOKEN")

    @model_validator(mode="after")
    def _production_is_strict(self) -> Self:
        if self.mode == "production":
            if _is_weak(self.secret_key):
                raise ValueError(
                    f"DAYBOOK_SECRET_KEY must be at least {SECRET_KEY_LENGTH} random characters "
                    "in production"
                )
            if not self.allowed_hosts:
                raise ValueError("DAYBOOK_ALLOWED_HOSTS must name the site's hosts in production")
            if self.debug:
                raise ValueError("DAYBOOK_DEBUG must be off in production")
        return self

    @model_validator(mode="after")
    def _redis_has_an_address(self) -> Self:
        if self.jobs == "redis" and not self.redis_url:
            raise ValueError("DAYBOOK_JOBS is redis, so REDIS_URL must say where that is")
        return self

    @model_validator(mode="after")
    def _twilio_is_whole(self) -> Self:
        given = [self.twilio_account, self.twilio_token, self.twilio_from]
        if any(given) and not all(given):
            raise ValueError(
                "DAYBOOK_TWILIO_ACCOUNT, DAYBOOK_TWILIO_TOKEN and DAYBOOK_TWILIO_FROM go together: "
                "give all three, or none"
            )
        return self

    @property
    def is_production(self) -> bool:
        """Whether this is a site for others, with everything strict."""
        return self.mode == "production"

    @property
    def serves_https(self) -> bool:
        """Whether people reach this site over HTTPS; in production they do unless it says no."""
        return self.is_production if self.https is None else self.https

    @property
    def site(self) -> str:
        """Where people reach this site, with a slash at its end: links in letters begin with it.

        Never taken from a request, whose ``Host`` anybody may write.
        """
        if self.site_url:
            return self.site_url
        scheme = "https" if self.serves_https else "http"
        if self.is_production:
            return f"{scheme}://{self.allowed_hosts[0].lstrip('.')}/"
        near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"{scheme}://{near}:{self.port}/"


def read() -> Environment:
    """Read the environment; raises ``WrongEnvironment`` with a sentence for each wrong variable."""
    try:
        return Environment()
    except ValidationError as error:
        raise WrongEnvironment("\n".join(map(_sentence, error.errors()))) from None


def _sentence(error: ErrorDetails) -> str:
    message = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"{message}."
    name = str(error["loc"][0])
    # An address may carry a password, and a sentence may end up in a log.
    shown = "" if name in SECRETS else f" (it is {error['input']!r})"
    return f"{name} is wrong: {message}{shown}."
