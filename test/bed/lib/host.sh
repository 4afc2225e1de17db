# One host: made, started, entered, removed. Sourced by ../hosts.

# up N [OPTION..] : N more hosts
up() {
  local count='' mode=full jdk=all memory='' minimal='' sshd=() new began=$EPOCHREALTIME
  while (($#)); do
    case $1 in
      --minimal) minimal=yes; shift; continue ;;
      --mode | --mode=*) mode=$(option_value "$@") ;;
      --jdk | --jdk=*) jdk=$(option_value "$@") ;;
      --memory | --memory=*) memory=$(option_value "$@") ;;
      --sshd | --sshd=*) sshd+=("$(option_value "$@")") ;;
      --fleet | --fleet=*) use_fleet "$(option_value "$@")" ;;
      -*) die "up has no option $1" ;;
      *) count=$1; shift; continue ;;
    esac
    [[ $1 == *=* ]] && shift || shift 2
  done
  [[ $count =~ ^[1-9][0-9]*$ ]] || die "up wants the number of hosts"
  [[ $mode == full || $mode == light ]] || die "--mode is full or light, not '$mode'"
  build_image
  local layers
  layers=$(host_layers "$jdk" "$minimal")
  new=$(locked fleets make_hosts "$count")
  # shellcheck disable=SC2086
  set -- $new
  local host
  for host; do start_host "$host"; done
  wait_for_ssh "$@"
  say "$FLEET: $* up in $(awk -v from="$began" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }') s"
}

# host_layers JDK MINIMAL : the overlay's lower layers, topmost first, joined by ':'
host_layers() {
  local image
  image=$(image_dir)
  {
    jdk_layers "$1"
    [[ -z $2 ]] || echo "$image/minimal"
    echo "$image/base"
  } | paste -sd :
}

# make_hosts COUNT : makes them and prints their names; mode, layers, memory and sshd are those of `up`
make_hosts() {
  local last host
  ensure_fleet
  last=$(fleet_hosts | tail -n 1)
  for host in $(seq -f 'h%.0f' $((${last#h} + 1)) $((${last#h} + $1))); do
    make_host "$host" </dev/null
    echo "$host"
  done
  [[ $mode == light ]] || raise_inotify_limit
  write_known_hosts
}

make_host() {
  local host=$1 dir etc address
  dir=$(host_dir "$host"); etc=$dir/upper/etc; address=$(address_of "$host")
  mkdir -p "$etc/ssh/sshd_config.d" "$etc/test-host" "$dir/work" "$dir/root"
  chmod 755 "$dir/upper"
  echo "$mode" >"$dir/mode"; echo "$layers" >"$dir/layers"; echo "$address" >"$dir/address"
  echo "$host" >"$etc/hostname"
  printf '127.0.0.1 localhost\n::1 localhost ip6-localhost\n%s %s\n' "$address" "$host" >"$etc/hosts"
  ssh-keygen -q -t ed25519 -N '' -C "root@$host" -f "$etc/ssh/ssh_host_ed25519_key"
  ((${#sshd[@]} == 0)) || printf '%s\n' "${sshd[@]}" >"$etc/ssh/sshd_config.d/10-test-host.conf"   # sshd takes the first value it meets
  [[ -z $memory ]] || made_up_meminfo "$memory" >"$etc/test-host/meminfo"
  plug_in "$host"
}

# made_up_meminfo SIZE : a /proc/meminfo of SIZE (4g, 512m), nine tenths of it available
made_up_meminfo() {
  local total
  total=$(numfmt --from=iec "${1^^}") || die "--memory is a size like 4g or 512m, not '$1'"
  awk -v total=$((total / 1024)) 'BEGIN {
    share["MemTotal"] = 1; share["MemFree"] = 0.85; share["MemAvailable"] = 0.9; share["Buffers"] = 0.01; share["Cached"] = 0.05
    split("MemTotal MemFree MemAvailable Buffers Cached SwapCached SwapTotal SwapFree", order)
    for (i = 1; i <= 8; i++) printf "%-15s %8d kB\n", order[i] ":", total * share[order[i]]
  }'
}

# start_host HOST : powers it on; its disk is as it was left
start_host() {
  is_running "$1" && return
  link_up "$1"
  rm -f "$(host_dir "$1")/pid"
  (
    exec </dev/null >>"$(host_dir "$1")/console" 2>&1
    RMQCTL_HOSTS_DIR=$CACHE exec setsid unshare --mount --propagation slave "$HERE/lib/boot" "$FLEET" "$1"
  ) &
  disown
}

# is_running HOST : by its cgroup, where zombies do not count
is_running() { grep -qs '^populated 1' "$CGROUP/$1/cgroup.events"; }
is_stopped() { ! is_running "$1"; }
need_running() { is_running "$1" || die "host $1 is not running"; }

# first_process HOST : the process that is PID 1 in the host: the boot loop's child is nspawn, whose child it is
first_process() {
  local pid child
  pid=$(host_setting "$1" pid 2>/dev/null) || return 1
  for _ in 1 2; do
    child=
    read -r child _ 2>/dev/null <"/proc/$pid/task/$pid/children" || [[ -n $child ]] || return 1
    pid=$child
  done
  echo "$pid"
}

# in_host HOST COMMAND.. : as root in the host's namespaces, with a clean environment
in_host() { (become_in_host "$@"); }
become_in_host() {
  local leader
  leader=$(first_process "$1") || die "host $1 is not running"
  exec nsenter --target "$leader" --mount --uts --ipc --net --pid --root --wd -- \
    env -i HOME=/root USER=root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${@:2}"
}

# exec_in_host HOST COMMAND | HOST COMMAND ARG.. : one word is a shell command
exec_in_host() {
  known_host "${1:-}"
  case $# in
    1) die "exec wants a command" ;;
    2) become_in_host "$1" /bin/sh -c "$2" ;;
    *) become_in_host "$@" ;;
  esac
}
