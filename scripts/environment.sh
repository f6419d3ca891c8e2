# Makes .venv with the locked packages and the project itself, or does nothing when that is done.
# Sourced by scripts/demo and scripts/test, which set root and stand in it; POSIX sh. Sets bin: where .venv has its
# programs.

# The texts are Chinese, and so may be the folder's path: under LC_ALL=C Python 3.11 could not read its own .pth file.
export LC_ALL=C.UTF-8 PYTHONUTF8=1

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

can_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; }

# apt_install PACKAGE...: as root on Debian and its relatives.
apt_install() {
    say "installing with apt: $*"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || say "apt-get update failed; trying with the lists at hand"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

minimum=$(sed -n 's/^requires-python = ">=3\.\([0-9]*\)".*/\1/p' pyproject.toml)

is_new_enough() { "$1" -c "import sys; sys.exit(sys.version_info < (3, $minimum))" >/dev/null 2>&1; }

# A name on the PATH may be a shim without a Python behind it, so each is asked.
find_python() {
    for name in "${PYTHON:-python3}" python3 "python3.$minimum" python3.12 python3.13 python3.14 python; do
        if is_new_enough "$name"; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    python=$(find_python) || stop \
        "需要 Python 3.$minimum 或更新的版本 / Python 3.$minimum or newer is needed; name one with PYTHON=/path/to/python3"
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        can_install || stop "缺少 venv 模块 / the venv module is missing: sudo apt-get install python3-venv"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt_install "python$version-venv"
    fi
    say "making .venv ($("$python" --version))"
    "$python" -m venv --clear .venv
}

stamp_file=.venv/installed-from
# The folder's own path is part of it: the programs in a venv do not survive a move.
stamp=$(printf '%s\n' "$root" && cat pyproject.toml requirements-dev.lock coatxl/__init__.py | cksum)

venv_bin() {
    if [ -d .venv/Scripts ]; then bin=$root/.venv/Scripts; else bin=$root/.venv/bin; fi
}

venv_bin
if [ ! -f "$stamp_file" ] || [ "$(cat "$stamp_file")" != "$stamp" ] || ! is_new_enough "$bin/python"; then
    moved=no
    if [ -f "$stamp_file" ] && [ "$(head -n 1 "$stamp_file")" != "$root" ]; then moved=yes; fi
    if [ "$moved" = yes ] || ! is_new_enough "$bin/python" || ! "$bin/python" -m pip --version >/dev/null 2>&1; then
        make_venv
        venv_bin
    fi
    rm -f "$stamp_file"
    say "installing the locked packages into .venv"
    "$bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
        --require-hashes --only-binary :all: -r requirements-dev.lock
    # The build backend is in the lock, so nothing is fetched here.
    "$bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .
    printf '%s\n' "$stamp" >"$stamp_file"
fi
