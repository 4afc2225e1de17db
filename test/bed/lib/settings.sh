# Where things are and what they are called. Sourced by ../hosts.

CACHE=${RMQCTL_HOSTS_DIR:-/var/tmp/rmqctl-hosts}   # outside any checkout: images, tools and the state of the fleets
FLEET=${RMQCTL_FLEET:-default}
WAIT_SECONDS=${RMQCTL_HOSTS_WAIT:-60}              # the bound of every wait

TOOLS=$CACHE/toolbox
KEY=$CACHE/id_ed25519
CGROUP_ROOT=/sys/fs/cgroup
[[ -d $CGROUP_ROOT/unified ]] && CGROUP_ROOT=$CGROUP_ROOT/unified   # a machine with both versions of cgroups

umask 022   # hosts see what is made here as parts of their root

die() { echo "hosts: $*" >&2; exit 1; }
say() { echo "hosts: $*" >&2; }

# option_value --name=VALUE | --name VALUE : prints VALUE
option_value() {
  if [[ $1 == *=* ]]; then echo "${1#*=}"; else echo "${2?"hosts: $1 wants a value"}"; fi
}

# use_fleet NAME : the paths and names of this fleet
use_fleet() {
  [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] || die "a fleet's name is lower-case letters, digits and '-', not '$1'"
  FLEET=$1
  FLEET_DIR=$CACHE/fleets/$1
  SWITCH=rmqhosts-$1                       # the control namespace: it holds the bridge and reaches every host
  CGROUP=$CGROUP_ROOT/rmqctl-hosts/$1
  CPU_CGROUP=/sys/fs/cgroup/cpu/rmqctl-hosts/$1   # where the cpu controller is of version 1
}

fleet_hosts() {
  [[ -d $FLEET_DIR/hosts ]] || return 0
  find "$FLEET_DIR/hosts" -mindepth 1 -maxdepth 1 -name 'h*' -printf '%f\n' | sort -V
}

host_dir() { echo "$FLEET_DIR/hosts/$1"; }
host_namespace() { echo "$SWITCH-$1"; }
host_setting() { cat "$(host_dir "$1")/$2"; }
host_address() { host_setting "$1" address; }

# known_host HOST : stops with a message when there is no such host
known_host() {
  [[ -n $1 && -d $(host_dir "$1") ]] && return
  die "there is no host '$1' in fleet $FLEET (it has: $(fleet_hosts | paste -sd ' '))"
}

# until_true COMMAND.. : runs COMMAND until it succeeds; fails when WAIT_SECONDS have passed
until_true() {
  local deadline=$((SECONDS + WAIT_SECONDS))
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.02
  done
}

# locked NAME COMMAND.. : runs COMMAND, in a subshell, while no other run of this program holds the lock NAME
locked() {
  mkdir -p "$CACHE"
  (
    flock 9
    "${@:2}" 9>&-
  ) 9>"$CACHE/$1.lock"
}
