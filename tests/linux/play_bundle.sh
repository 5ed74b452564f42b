#!/bin/bash
# play_bundle.sh ARCHIVE WORK   play the demo month from a Linux bundle where nothing of it is installed; as root
#
# …linux-x64.tar.gz    in a chroot of Debian 11 (glibc 2.31, the age of UOS 20 and Kylin V10 SP1), which has no Python
# …linux-arm64.tar.gz  here, by qemu-user-static
# Unpacks into “民生 月报工具”, plays the demo without network, collects and verifies, and compares every file that is
# handed out with what .venv of this clone makes. WORK keeps the chroot for the next time. Ends with "N passed, N failed".
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
archive=$(readlink -f "$1")
mkdir -p "$2"
work=$(cd "$2" && pwd)
repository=$(cd "$(dirname "$0")/../.." && pwd)
passed=0 failed=0
scene() { # name, command…: it must end well
  local name=$1
  shift
  if "$@" >"$work/said.txt" 2>&1; then passed=$((passed + 1)) && echo "ok    $name"; else
    failed=$((failed + 1)) && echo "FAIL  $name" && tail -5 "$work/said.txt"
  fi
}

case $archive in
  *linux-x64*)
    root=$work/bullseye
    command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap >/dev/null; }
    [ -e "$root/bin/sh" ] || debootstrap --variant=minbase bullseye "$root" >"$work/debootstrap.log" 2>&1
    [ -e "$root/dev/null" ] || mknod -m 666 "$root/dev/null" c 1 3
    inside() { unshare -n chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root LC_ALL=zh_CN.UTF-8 "$@"; }
    scene "it has no Python of its own" inside sh -c '! command -v python3'
    ;;
  *linux-arm64*)
    root=
    command -v qemu-aarch64-static >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends qemu-user-static >/dev/null; }
    inside() { unshare -n env -i PATH=/usr/bin:/bin HOME=/root "$@"; }
    ;;
  *) echo "neither linux-x64 nor linux-arm64: $archive" && exit 2 ;;
esac

home="$work/民生 月报工具" place="$work/play"
[ -z "$root" ] || { home="/opt/民生 月报工具" place=/tmp/play; }
rm -rf "$root$home" "$root$place" "$work/here"
mkdir -p "$root$home" "$root$place"
tar xzf "$archive" -C "$root$home"
home=$home/民生月报
[ -n "$root" ] || sed -i 's|^exec |exec qemu-aarch64-static |' "$home/bin/python3.11"  # where the kernel does not know how

scene "demo" inside "$home/minsheng" demo "$place/演示"
"$repository/.venv/bin/python" -m minsheng_cli demo "$work/here" >/dev/null 2>&1 || true
for month in 2025-04 2025-05; do
  scene "$month: the same bytes as here" diff -r -x 存档 "$work/here/$month" "$root$place/演示/$month"
done
rm -rf "$work/here"
with_findings() { local code=0 && "$@" || code=$? && [ "$code" -le 1 ]; }
scene "collect again" with_findings inside "$home/minsheng" -C "$place/演示" collect 2025-05
scene "verify" inside "$home/minsheng" -C "$place/演示" verify 2025-05
glance() { { inside "$home/开始.sh" </dev/null 2>&1 || true; } | grep "$1"; }
scene "a double click offers to lay out a workspace" glance "minsheng init"
scene "laid out" inside "$home/minsheng" init "$home/月报"
scene "a double click opens the month at a glance" glance "minsheng generate"
inside "$home/bin/python3.11" -I -c 'from minsheng_cli.wall import Readers
with Readers() as readers: print("      readers are held to:", *readers.held())'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
