#!/usr/bin/env python
"""Runs a management command against the servers of this clone, and starts them for its own time if need be.

`migrate` and what else changes the schema runs as the owner of the schema, everything else as the application.
"""

import os
import sys

OWNER_COMMANDS = {"migrate", "createcachetable", "grant_privileges", "pgtrigger", "sqlflush"}
AFTERWARDS = {"migrate": ("createcachetable", "grant_privileges")}
WITHOUT_SERVERS = {"help", "version", "--help", "--version", "collectstatic", "make_fonts", "spectacular"}


def main() -> None:
    """Hand the command line to Django between the start and the end of the servers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aeo_portal.settings.dev")
    try:
        from django.core.management import execute_from_command_line

        from aeo_portal import servers
    except ImportError as error:
        sys.exit(f"{error}. Run ./start once, then use .venv/bin/python manage.py.")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in OWNER_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    lease = servers.Servers(servers.Place.of_clone())
    try:
        if command in WITHOUT_SERVERS:
            for name, value in servers.environment(lease.place).items():
                os.environ.setdefault(name, value)
            os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none")
        else:
            for name, value in lease.start().items():
                os.environ.setdefault(name, value)
        execute_from_command_line(sys.argv)
        for follower in AFTERWARDS.get(command, ()):
            execute_from_command_line([sys.argv[0], follower])
    except servers.ServersFailed as error:
        sys.exit(str(error))
    finally:
        lease.stop()


if __name__ == "__main__":
    main()
