# Whether this machine can make hosts. Sourced by ../hosts.

# reason_not : prints in a few words why hosts cannot be made here; nothing where they can
reason_not() {
  local missing
  [[ $(uname -s) == Linux ]] || { echo "not Linux"; return; }
  ((EUID == 0)) || { echo "not root"; return; }
  grep -qs '^ID=debian$' /etc/os-release && command -v apt-get dpkg-deb >/dev/null || { echo "not Debian"; return; }
  missing=$(missing_commands)
  [[ -z $missing ]] || { echo "no command $missing"; return; }
  unshare --mount --net --pid --fork true 2>/dev/null || { echo "namespaces cannot be made"; return; }
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || { echo "the kernel has no overlay file system"; return; }
  grep -qw cgroup2 /proc/mounts || { echo "no cgroup version 2 is mounted"; return; }
  local tried
  tried=$(try_overlay) || { echo "$tried"; return; }
}

# Those come with every Debian; what else is needed is fetched by tools.sh.
missing_commands() {
  local command
  for command in flock unshare nsenter setsid mount find; do
    command -v $command >/dev/null || echo $command
  done | paste -sd ' '
}

# try_overlay : an overlay's upper layer cannot lie on every file system (not on another overlay, as inside Docker)
try_overlay() {
  mkdir -p "$CACHE" && unshare --mount bash -c '
    set -e
    trial=$(mktemp -d "$1/.trial-XXXXXX")
    trap "umount $trial/root 2>/dev/null; rm -rf $trial" EXIT
    mkdir "$trial"/{lower,upper,work,root}
    mount -t overlay trial -o "lowerdir=$trial/lower,upperdir=$trial/upper,workdir=$trial/work" "$trial/root"
  ' _ "$CACHE" >/dev/null 2>&1 || { echo "$CACHE cannot hold an overlay (RMQCTL_HOSTS_DIR names another directory)"; return 1; }
}

why_not() {
  local reason
  reason=$(reason_not)
  [[ -n $reason ]] || return 0
  echo "no test hosts on this machine: $reason. To run these tests: as root on Debian, npm run hosts -- build && npm test"
  return 1
}

require_machine() { why_not >&2 || exit 1; }
