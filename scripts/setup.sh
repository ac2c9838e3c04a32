#!/bin/sh
# Makes or mends .venv in the checkout, with exactly the packages of requirements/.
# Usage: scripts/setup.sh [dev]      dev: also what the checks need
# A fingerprint of all that goes in makes a second run quick.
set -eu
cd "$(dirname "$0")/.."
with=${1:-app}

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 none; do
    if command -v "$python" >/dev/null && "$python" -c "$fits" 2>/dev/null; then break; fi
done
if [ "$python" = none ]; then
    echo "Python 3.11, 3.12, 3.13 or 3.14 is needed and none was found. PYTHON=/path/to/python make setup names one." >&2
    exit 1
fi
scripts/system_parts.sh "$python"

fingerprint() { { pwd; "$python" --version; cat pyproject.toml "$@"; } | cksum; }
app="requirements/build.txt requirements/app.txt"
# shellcheck disable=SC2086
app_now=$(fingerprint $app)
# shellcheck disable=SC2086
dev_now=$(fingerprint $app requirements/dev.txt)
is_ready() { [ "$(cat ".venv/$1-is-ready" 2>/dev/null)" = "$2" ] && .venv/bin/python -c '' 2>/dev/null; }

install() { # NAME-OF-ONE-THAT-MUST-BE-THERE-THEN ARGUMENTS-OF-PIP...
    # A machine may need its own pip settings (a mirror, a certificate), or have settings that spoil everything.
    expected=$1
    shift
    .venv/bin/python -m pip install -qq "$@" && is_there "$expected" && return
    echo "Once more, without this machine's settings for pip." >&2
    PIP_CONFIG_FILE=/dev/null .venv/bin/python -m pip --isolated --disable-pip-version-check install --quiet "$@"
    is_there "$expected"
}
is_there() { .venv/bin/python -c 'import sys, importlib.metadata as m; m.version(sys.argv[1])' "$1" 2>/dev/null; }

unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_ROOT
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0
if ! is_ready app "$app_now"; then
    echo "Making .venv with $("$python" --version)"
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1 || [ "$(cat .venv/made-in 2>/dev/null)" != "$PWD" ]; then
        "$python" -m venv --clear .venv
        pwd >.venv/made-in
    fi
    install hatchling --require-hashes --only-binary=:all: --requirement requirements/build.txt
    install sqlcipher3 --require-hashes --only-binary=:all: --requirement requirements/app.txt
    install security-plan-vault --no-index --no-deps --no-build-isolation --editable .
    echo "$app_now" >.venv/app-is-ready
fi
if [ "$with" = dev ] && ! is_ready dev "$dev_now"; then
    echo "Installing what the checks need"
    install pytest --require-hashes --only-binary=:all: --requirement requirements/dev.txt
    echo "$dev_now" >.venv/dev-is-ready
fi
