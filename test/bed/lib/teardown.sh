# The end of hosts and fleets, without a trace. Only what was started here is ended: what is in the fleet's cgroups.
# Sourced by ../hosts.

# down [HOST..] : removes these, or the whole fleet
down() {
  local host
  ((EUID == 0)) || die "down must be run as root"
  if (($#)); then
    for host in "$@"; do known_host "$host"; done
    in_parallel remove_host "$@"
    locked fleets write_known_hosts
  else
    # shellcheck disable=SC2046
    in_parallel remove_host $(fleet_hosts)
    locked fleets remove_fleet
  fi
  locked fleets restore_inotify_limit
}

# in_parallel FUNCTION HOST.. : fails when one of them does
in_parallel() {
  local function=$1 host pid pids=() failed=0
  shift
  for host in "$@"; do "$function" "$host" & pids+=($!); done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  return $failed
}

remove_host() {
  local host=$1
  kill_cgroup "$CGROUP/$host"
  stop_delay "$host"
  remove_cgroup "$CPU_CGROUP/$host"
  ip -n "$SWITCH" link delete "$host" 2>/dev/null || true
  ip netns delete "$(host_namespace "$host")" 2>/dev/null || true
  rm -rf --one-file-system "$(host_dir "$host")"
}

# remove_fleet : called under the lock "fleets", as it may remove what all fleets share
remove_fleet() {
  kill_cgroup "$CGROUP"
  remove_cgroup "$CPU_CGROUP"
  rmdir "${CGROUP%/*}" "${CPU_CGROUP%/*}" 2>/dev/null || true   # fails unless this was the last fleet
  ip netns delete "$SWITCH" 2>/dev/null || true
  rm -rf --one-file-system "$FLEET_DIR"
}

# kill_cgroup DIRECTORY : ends every process in it, frozen ones too, and removes it
kill_cgroup() {
  [[ -d $1 ]] || return 0
  echo 0 >"$1/cgroup.freeze"
  echo 1 >"$1/cgroup.kill"
  until_true grep -q '^populated 0' "$1/cgroup.events" || die "processes in $1 do not end"
  remove_cgroup "$1"
}
remove_cgroup() { [[ ! -d $1 ]] || until_true try_remove_cgroup "$1" || die "$1 cannot be removed"; }
try_remove_cgroup() { find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || [[ ! -d $1 ]]; }
