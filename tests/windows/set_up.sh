#!/bin/bash
# set_up.sh DIR   a Windows installation of its own under Debian's Wine, where the Chinese code page 936 holds
#
# DIR/prefix   the Windows; no other set-up of this machine's Wine is touched
# DIR/locale   the Chinese locale from which Wine takes the code page
# Run it again at any time: what is there stays. Delete DIR to be rid of it. Ends with 3 and a plain word where Wine
# cannot be had.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }

packages=(wine wine64 binutils-mingw-w64-x86-64 osslsigncode locales)
missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if ((${#missing[@]})); then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1; then
    echo "Windows: skipped, for Wine cannot be had here (not installed: ${missing[*]})"
    exit 3
  fi
fi

mkdir -p "$1"
dir=$(cd "$1" && pwd)
[ -d "$dir/locale/zh_CN.UTF-8" ] || { mkdir -p "$dir/locale" && localedef -i zh_CN -f UTF-8 "$dir/locale/zh_CN.UTF-8"; }

# No Mono, no Gecko: nothing asks to download them.
export WINEPREFIX=$dir/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe='
unset DISPLAY
if [ ! -e "$dir/made" ]; then
  rm -rf "$WINEPREFIX"
  LOCPATH=$dir/locale LC_ALL=zh_CN.UTF-8 timeout 240 wine wineboot -i >"$dir/wineboot.log" 2>&1 </dev/null || {
    echo "Windows: skipped, for Wine does not start here: $(tail -1 "$dir/wineboot.log")"
    exit 3
  }
  wineserver -w
  touch "$dir/made"
fi

# Wine 8 lacks bcryptprimitives.dll, which every extension written in Rust imports; Windows has it since 8. One name,
# forwarded to the function of the same contract that Wine has; there is no code in it.
system=$WINEPREFIX/drive_c/windows/system32
if [ ! -e "$system/bcryptprimitives.dll" ]; then
  printf 'LIBRARY bcryptprimitives.dll\nEXPORTS\nProcessPrng = advapi32.SystemFunction036\n' >"$dir/bcryptprimitives.def"
  x86_64-w64-mingw32-ld -shared --entry=0 -o "$system/bcryptprimitives.dll" "$dir/bcryptprimitives.def"
fi
