# Faults of a host's power and processor. Sourced by ../hosts.

freeze() { echo 1 >"$CGROUP/$1/cgroup.freeze"; until_true grep -q '^frozen 1' "$CGROUP/$1/cgroup.events"; }
thaw() { echo 0 >"$CGROUP/$1/cgroup.freeze"; }

# power_cut HOST : at once; what was not on the disk is lost
power_cut() {
  is_running "$1" || return 0
  echo 1 >"$CGROUP/$1/cgroup.kill"
  until_true is_stopped "$1" || die "$1 does not die"
  link_down "$1"   # the namespace that is left would answer RST, which no dead machine does
}

power_off() {
  if [[ $(host_setting "$1" mode) == full ]]; then
    in_host "$1" systemctl poweroff
    until_true is_stopped "$1" || die "$1 does not power off"
  fi
  power_cut "$1"
  link_down "$1"
}

# reboot_host HOST : from inside; returns when the rebooted host answers
reboot_host() {
  if [[ $(host_setting "$1" mode) == light ]]; then
    power_cut "$1"
    start_host "$1"
  else
    local before
    before=$(first_process "$1")
    in_host "$1" systemctl reboot
    until_true is_another_process "$1" "$before" || die "$1 does not reboot"
  fi
  wait_for_ssh "$1"
}
is_another_process() { local now; now=$(first_process "$1") && [[ $now != "$2" ]]; }

# limit_cpu HOST PERCENT|off : of one core, for all processes of the host together
limit_cpu() {
  local host=$1 percent=$2 period=100000 quota
  [[ $percent == off || $percent =~ ^[1-9][0-9]*$ ]] || die "cpu wants a percentage of one core, or off"
  [[ $percent == off ]] || quota=$((percent * period / 100))
  if [[ -d ${CPU_CGROUP%%/rmqctl-hosts*} ]]; then
    mkdir -p "$CPU_CGROUP/$host"
    echo "${quota:--1}" >"$CPU_CGROUP/$host/cpu.cfs_quota_us"
    move_to_cpu_cgroup "$host"
  else
    enable_cpu_controller 2>/dev/null || die "the cgroups of this machine have no cpu controller"
    echo "${quota:-max} $period" >"$CGROUP/$host/cpu.max"
  fi
}

# A process may be gone before it is moved; those that it started meanwhile are met in the second round.
move_to_cpu_cgroup() {
  local pid
  for _ in 1 2; do
    find "$CGROUP/$1" -name cgroup.procs -exec cat {} + | while read -r pid; do
      echo "$pid" >"$CPU_CGROUP/$1/cgroup.procs" || true
    done 2>/dev/null
  done
}

enable_cpu_controller() {
  local level
  for level in "$CGROUP_ROOT" "${CGROUP%/*}" "$CGROUP"; do echo +cpu >"$level/cgroup.subtree_control" || return 1; done
}
