#!/bin/sh
# What the program needs of the system and pip cannot bring: a complete Python, and the libraries under Qt.
# Usage: scripts/system_parts.sh PYTHON
# Installs what is missing where it may (Debian, Ubuntu and kin, as root or with a sudo that asks nothing), otherwise
# prints the command. Changes nothing, and takes no time, when all is there.
set -eu
python=$1

needed="libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3
    libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0"
for_a_screen="libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0
    libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0
    libxcb-shape.so.0:libxcb-shape0 libxcb-sync.so.1:libxcb-sync1 libxcb-xfixes.so.0:libxcb-xfixes0
    libxcb-xkb.so.1:libxcb-xkb1 libxkbcommon-x11.so.0:libxkbcommon-x11-0
    libwayland-cursor.so.0:libwayland-cursor0 libwayland-egl.so.1:libwayland-egl1"

[ "$(uname -s)" = Linux ] || exit 0
PATH=$PATH:/usr/sbin:/sbin
command -v ldconfig >/dev/null || exit 0
known=$(ldconfig -p 2>/dev/null) || exit 0

missing_of() { # pairs of library and package -> the packages whose library the system does not know
    for pair in $1; do
        case $known in *"${pair%%:*}"*) ;; *) printf ' %s' "${pair#*:}" ;; esac
    done
}

missing=$(missing_of "$needed")
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing="$missing $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
screen=
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then screen=$(missing_of "$for_a_screen"); fi
[ -n "$missing$screen" ] || exit 0

give_up() { # what only a window needs does not hold up the rest
    if [ -n "$missing" ]; then exit 1; else exit 0; fi
}

if ! command -v apt-get >/dev/null; then
    echo "Parts of the system are missing. On Debian and Ubuntu they are called:$missing$screen" >&2
    echo "Install what they are called on this system, then try again." >&2
    give_up
fi

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n env DEBIAN_FRONTEND=noninteractive" # sudo drops what is exported
    if ! { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; then
        echo "Parts of the system are missing. This installs them:" >&2
        echo "    sudo apt-get update && sudo apt-get install --no-install-recommends$missing$screen" >&2
        give_up
    fi
fi
echo "Installing parts of the system:$missing$screen"
export DEBIAN_FRONTEND=noninteractive
# One source of packages that does not answer need not matter: the installation tells.
said=$($as_root apt-get update -qq 2>&1) || echo "$said" >&2
# apt itself knows that newer systems call libglib2.0-0 libglib2.0-0t64.
# shellcheck disable=SC2086
said=$($as_root apt-get install -qq --yes --no-install-recommends $missing $screen 2>&1) || { echo "$said" >&2; give_up; }
