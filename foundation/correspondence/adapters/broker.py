"""Hands a task to the broker by its name. A broker that is down costs seconds and loses nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from celery import current_app, shared_task
from kombu.exceptions import KombuError

Task = Callable[..., Any]


class BrokerUnavailable(Exception):
    """The broker did not take the task."""


def send(topic: str, arguments: Mapping[str, Any]) -> None:
    """Send one task. Raises BrokerUnavailable."""
    try:
        current_app.send_task(topic, kwargs=dict(arguments), retry=False, ignore_result=True)
    # Each transport raises errors of its own; all of them mean that the row stays where it is.
    except (OSError, KombuError, RuntimeError) as error:
        raise BrokerUnavailable(str(error)) from error
    except Exception as error:
        if type(error).__module__.split(".")[0] in ("redis", "amqp", "kombu"):
            raise BrokerUnavailable(str(error)) from error
        raise


def task(name: str, run: Task) -> Task:
    """Register a function as the Celery task of this name."""
    registered: Task = shared_task(name=name, ignore_result=True)(run)
    return registered
