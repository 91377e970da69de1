#!/usr/bin/env bash
# setup.sh run|test: brings a Debian machine with Python 3.11 to where the site runs, or the tests too.
# Each step is skipped when its stamp still names the files it was made from.
set -euo pipefail
cd -P "$(dirname "$0")/.."

level=${1:-run}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUTF8=1

RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig)
TEST_PACKAGES=(chromium poppler-utils qpdf postgresql redis-server
  libreoffice-writer-nogui libreoffice-calc-nogui)

refuse() {
  printf '✗ %s\n' "$1" >&2
  exit 1
}

step() {
  tools/with_progress.sh "$@" || refuse "Chưa xong bước «$1»: xem các dòng ngay trên, sửa rồi gọi lại lệnh cũ."
}

digest() {
  { cat "$@"; pwd; } | sha256sum | cut -d' ' -f1
}

is_done() { # is_done STAMP DIGEST
  [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

apt_install() {
  printf '• Máy còn thiếu: %s\n' "$*"
  step "Cài gói hệ thống" bash -c 'apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"' apt "$@"
}

# need_packages PACKAGE…: as root installs what is missing, else says in one sentence what to install.
need_packages() {
  command -v dpkg-query >/dev/null || return 0
  local package missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] ||
    refuse "Máy còn thiếu gói hệ thống, hãy nhờ người quản trị chạy «apt-get install --no-install-recommends ${missing[*]}» rồi gọi lại."
  apt_install "${missing[@]}"
}

find_python() {
  local name
  for name in python3.11 python3 python3.12 python3.13 python3.14; do
    if command -v "$name" >/dev/null &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

make_venv() { # make_venv FOLDER
  local python
  python=$(find_python) || refuse "Cần Python 3.11 trở lên: hãy cài gói python3 (Debian 12) rồi gọi lại."
  "$python" -c 'import ensurepip' 2>/dev/null || need_packages python3-venv
  step "Tạo môi trường Python" "$python" -m venv --clear "$1"
}

# A moved checkout or a replaced Python leaves scripts that start nothing.
venv_works() { # venv_works FOLDER
  "$1/bin/python" -c 'import pip' 2>/dev/null && grep -qsF "$PWD/$1/" "$1/bin/pip"
}

install_python_packages() {
  venv_works .venv || make_venv .venv
  local lock wanted
  for lock in test run; do
    wanted=$(digest "requirements/$lock.txt" pyproject.toml)
    if is_done ".venv/.done-$lock" "$wanted"; then return; fi
    [ "$lock" != "$level" ] || break
  done
  step "Cài thư viện Python" .venv/bin/python -m pip install -q --no-compile --no-deps \
    --require-hashes -r "requirements/$level.txt"
  step "Gắn chương trình vào môi trường" .venv/bin/python -m pip install -q --no-deps \
    --no-build-isolation -e .
  # Compiled once by both cores: every command, worker and reader of a spreadsheet starts from it.
  # A file that does not compile is one that nothing imports.
  step "Dịch sẵn thư viện" bash -c '.venv/bin/python -m compileall -qq -j 0 .venv/lib shop_onboard || :'
  printf '%s\n' "$wanted" >".venv/.done-$level"
}

# Prints the folder that has npm; Node from the Python package index where the machine has none.
npm_folder() {
  if command -v npm >/dev/null && command -v node >/dev/null; then
    dirname "$(command -v npm)"
    return
  fi
  if ! is_done .venv-node/.done "$(digest requirements/node.txt)"; then
    make_venv .venv-node >&2
    step "Cài Node.js" .venv-node/bin/python -m pip install -q --no-compile --require-hashes \
      -r requirements/node.txt >&2
    digest requirements/node.txt >.venv-node/.done
  fi
  printf '%s\n' "$PWD/.venv-node/bin"
}

install_front_end() {
  local omit=() wanted stamp=static/vendor/.done folder
  [ "$level" = test ] || omit=(--omit=dev)
  wanted="$(digest package-lock.json tools/vendor.py requirements/run.txt)"
  if is_done "$stamp" "$wanted test" || is_done "$stamp" "$wanted $level"; then return; fi
  folder=$(npm_folder)
  mkdir -p build/npm
  cp package.json package-lock.json build/npm/
  PATH="$folder:$PATH" step "Cài thư viện giao diện" npm ci --prefix build/npm --ignore-scripts \
    --no-audit --no-fund --no-update-notifier ${omit[@]+"${omit[@]}"}
  step "Chép thư viện giao diện và phông chữ" .venv/bin/python tools/vendor.py
  printf '%s\n' "$wanted $level" >"$stamp"
}

compile_translations() {
  local po
  for po in shop_onboard/translations/*/LC_MESSAGES/messages.po; do
    if [ -f "$po" ] && ! [ "${po%.po}.mo" -nt "$po" ]; then
      step "Dịch bản ${po#shop_onboard/translations/}" .venv/bin/pybabel compile \
        -i "$po" -o "${po%.po}.mo"
    fi
  done
}

case $level in
  run) packages=("${RUN_PACKAGES[@]}") ;;
  test) packages=("${RUN_PACKAGES[@]}" "${TEST_PACKAGES[@]}") ;;
  *) refuse "Cách gọi: tools/setup.sh run|test" ;;
esac

mkdir -p build
exec 9>build/setup.lock
flock -n 9 || { printf '• Đợi lần cài đặt khác xong…\n'; flock 9; }
need_packages "${packages[@]}"
install_python_packages
install_front_end
compile_translations
