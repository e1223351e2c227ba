#!/usr/bin/env bash
# Turn a bare machine into one on which the targets of the Makefile run:
#
#   .ci/setup.sh debian [venv] [tests]      install the Debian packages that are missing
#   .ci/setup.sh venv DIR LOCK [VERSION]    make or refresh the environment DIR from a lock file
#   .ci/setup.sh tools DIR LOCK             the same, without the project in it
#
# Refuses Python below 3.11. Without root, or sudo that asks no password, no Debian package is
# installed: without those for `venv` it stops and says what to run; without those for `tests` it
# says so and goes on, and the tests concerned are skipped with their reason.
set -euo pipefail
cd "$(dirname "$0")/.."

stop() {
    echo "$*" >&2
    exit 1
}

# The Python to use: $PYTHON, or the first of those installed that is new enough. With a version
# ("3.11") it has to be that one.
find_python() {
    local wanted=${1-} candidate
    for candidate in ${PYTHON-} "python${wanted:-3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; found = sys.version_info[:2]
sys.exit(not (found >= (3, 11) and sys.argv[1] in ("", "%d.%d" % found)))' "$wanted" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    stop "Python ${wanted:-3.11 or newer} was not found. Install it, or name it: make PYTHON=/path/to/python"
}

# A command that is there and starts: Ubuntu's chromium-browser is there, and only names a snap.
starts() {
    "$1" --version >/dev/null 2>&1
}

has_browser() {
    starts "${KHULASA_CHROMIUM:-chromium}" || starts chromium-browser || starts google-chrome ||
        compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium*" >/dev/null
}

has_package() {
    dpkg-query --show --showformat '${Status}' "$1" 2>/dev/null | grep -q ' installed$'
}

# The Debian packages missing for what is asked, one a line.
missing_for() {
    local need python
    for need in "$@"; do
        case $need in
        venv)
            python=$(find_python) || exit 1
            "$python" -c 'import ensurepip' 2>/dev/null ||
                "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
            ;;
        tests)
            # Ubuntu packages no Chromium; the tests say how else to have one.
            has_browser || grep -qs '^ID=ubuntu' /etc/os-release || echo chromium
            starts msgfmt || echo gettext
            starts java || echo default-jre-headless                # for EPUBCheck and the Nu HTML checker
            has_package libatomic1 || echo libatomic1               # for Playwright's driver
            has_package fonts-dejavu-core || echo fonts-dejavu-core # the smallest with Arabic letters
            ;;
        *) stop "setup.sh: $need: expected venv or tests" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"
}

# Another list of packages may be out of reach while Debian's is not: only the install has to work.
apt_install() {
    local log
    log=$(mktemp)
    echo "Installing Debian packages: $* ..."
    { apt update || true; } >"$log" 2>&1 </dev/null
    apt install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null || tail -n 5 "$log" >&2
    rm -f "$log"
}

install_debian() {
    local missing remedy
    command -v dpkg-query >/dev/null || return 0 # not Debian: what is missing shows where it is used
    missing=$(missing_for "$@") || exit 1
    if [ -n "$missing" ] && as_root true 2>/dev/null; then
        # shellcheck disable=SC2086  # one word a package
        apt_install $missing
        missing=$(missing_for "$@") || exit 1
    fi
    [ -n "$missing" ] || return 0
    remedy="sudo apt-get update && sudo apt-get install ${missing//$'\n'/ }"
    case $missing in
    *-venv*) stop "Debian packages are missing. Run: $remedy" ;;
    *) echo "Debian packages are missing, and the tests that need them will be skipped. Run: $remedy" ;;
    esac
}

# Nothing is fetched but what the lock file names with its hash.
make_venv() {
    local dir=$1 lock=$2 pip
    PYTHON=$(find_python "${3-}") || exit 1
    if ! "$dir/bin/python" -c '' 2>/dev/null; then
        install_debian venv
        echo "Making $dir ..."
        "$PYTHON" -m venv --clear "$dir"
    fi
    pip="$dir/bin/python -m pip -qq --disable-pip-version-check --no-input"
    $pip --version >/dev/null 2>&1 || "$dir/bin/python" -m ensurepip >/dev/null
    echo "Installing $lock into $dir ..."
    if ! "$dir/bin/python" -c 'import setuptools' 2>/dev/null; then # from 3.12 on, venv brings none
        awk '/^[^ ]/ {it = /^setuptools==/} it' "$lock" >"$dir/setuptools.txt"
        $pip install --require-hashes -r "$dir/setuptools.txt"
    fi
    $pip install --require-hashes --no-build-isolation --use-pep517 -r "$lock"
}

# The project is built with the locked setuptools.
add_project() {
    "$1/bin/python" -m pip -qq --disable-pip-version-check --no-input \
        install --no-deps --no-build-isolation -e .
}

case ${1-} in
debian) install_debian "${@:2}" ;;
venv)
    make_venv "${@:2}"
    add_project "$2"
    ;;
tools) make_venv "${@:2}" ;;
*) stop "setup.sh: ${1-nothing}: expected debian, venv or tools" ;;
esac
