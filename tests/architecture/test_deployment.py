"""What is handed to an administration's machines can be read by them: containers, schedule, settings."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml
from celery.schedules import crontab
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from aeo_portal.celery import app as celery_app
from aeo_portal.seal import development_variables
from aeo_portal.settings.parts.environment import Environment, database
from tests.architecture.house import CLONE

PRODUCTION = {
    "SECRET_KEY": "kq9$Zx7!mBv2&Lp5wRt8Yc3Nf6Hj1Gd4Sa0Qe_uIoP-zXcVbNmAsDf",
    "DATABASE_URL": "postgresql://aeo_app:word@db.example/aeo",
    "REDIS_URL": "redis://:word@broker.example:6379/0",
    "EMAIL_URL": "smtp+tls://user:word@mail.example:587",
    "PUBLIC_URL": "https://aeo.customs.example",
    "ALLOWED_HOSTS": "aeo.customs.example",
    "ECONOMY": "KE",
    "CURRENCY": "KES",
    "DJANGO_SETTINGS_MODULE": "aeo_portal.settings.production",
}


SEAL = development_variables(Path(tempfile.gettempdir()) / f"aeo-test-{os.getuid()}")
CHECK = ("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
IMPORT = ("-c", "import aeo_portal.settings.production")


def production(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    environ = {"PATH": os.environ["PATH"], **PRODUCTION, **SEAL, **changes}
    return subprocess.run(command, cwd=CLONE, env=environ, capture_output=True, text=True, timeout=120, check=False)


def test_docker_compose_names_web_worker_beat_database_and_broker() -> None:
    services = yaml.safe_load((CLONE / "docker-compose.yml").read_text())["services"]
    assert {"web", "worker", "beat", "postgres", "redis"} <= services.keys()


def test_the_dockerfile_copies_only_what_is_there() -> None:
    text = (CLONE / "Dockerfile").read_text().replace("\\\n", " ")
    instructions = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert {word for word, _rest in instructions} <= {
        "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"
    }  # fmt: skip
    copied = [rest.split()[:-1] for word, rest in instructions if word == "COPY" and not rest.startswith("--from")]
    assert [path for paths in copied for path in paths if not (CLONE / path).exists()] == []


def test_every_scheduled_task_imports_and_has_a_schedule() -> None:
    celery_app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= celery_app.tasks.keys()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert isinstance(entry["schedule"], crontab) or entry["schedule"].total_seconds() >= 1


def test_a_task_never_outlives_the_time_after_which_the_broker_hands_it_out_again() -> None:
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_production_settings_pass_djangos_deployment_check_without_a_warning() -> None:
    result = production(*CHECK)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", ""),
        ("ECONOMY", "XA"),
        ("CURRENCY", "XTS"),
        ("PUBLIC_URL", "http://aeo.customs.example"),
        ("EMAIL_URL", ""),
        ("REDIS_URL", ""),
        ("SIGNING_KEY", "not a key"),
        ("DATABASE_URL", "mysql://db.example/aeo"),
    ],
)
def test_production_refuses_a_missing_or_weak_value_and_names_its_variable(name: str, value: str) -> None:
    result = production(*IMPORT, **{name: value})
    assert result.returncode != 0
    assert re.search(rf"ImproperlyConfigured: {name}\b", result.stderr)


@pytest.mark.parametrize("name", ["SIGNING_KEY", "SIGNING_CERTIFICATE"])
def test_production_needs_a_seal(name: str) -> None:
    result = production(*IMPORT, **{f"{name}_FILE": ""})
    assert f"ImproperlyConfigured: {name} is not set" in result.stderr


def test_a_secret_may_come_from_a_file(tmp_path) -> None:
    secret = tmp_path / "key"
    secret.write_text("from-a-file\n")
    given = {"SECRET_KEY_FILE": str(secret), "DATABASE_URL": "postgresql://a@b/c"}
    assert Environment.read(given).secret_key == "from-a-file"


def test_a_secrets_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE: /nowhere/key"):
        Environment.read({"SECRET_KEY_FILE": "/nowhere/key", "DATABASE_URL": "postgresql://a@b/c"})


def test_a_database_address_may_name_a_socket_and_keeps_a_password_with_odd_characters() -> None:
    given = database("postgresql://app:p%40ss%2Fword@/aeo?host=/run/postgresql&sslmode=disable", {"connect_timeout": 5})
    assert (given["USER"], given["PASSWORD"], given["HOST"], given["NAME"]) == (
        "app",
        "p@ss/word",
        "/run/postgresql",
        "aeo",
    )
    assert given["OPTIONS"] == {"sslmode": "disable", "connect_timeout": 5}
