# What can be made to go wrong, apart from power and processor. Sourced by ../hosts.

# fault KIND [HOST [ARG..]]
fault() {
  local kind=${1:-} host=${2:-}
  [[ -n $kind ]] || die "fault wants a kind; see hosts help"
  [[ $kind == heal ]] || known_host "$host"
  case $kind in
    link-down) link_down "$host" ;;
    link-up) link_up "$host" ;;
    freeze) freeze "$host" ;;
    thaw) thaw "$host" ;;
    kill) power_cut "$host" ;;
    start) start_host "$host"; wait_for_ssh "$host" ;;
    reboot) reboot_host "$host" ;;
    poweroff) power_off "$host" ;;
    cpu) limit_cpu "$host" "${3:-}" ;;
    rate) limit_rate "$host" "${3:-}" ;;
    latency) delay_packets "$host" "${3:-}" "${4:-0}" ;;
    loss) lose_packets "$host" "${3:-}" ;;
    partition) known_host "${3:-}"; partition "$host" "$3" ;;
    heal) heal ;;
    disk) small_disk "$host" "${3:?path}" "${4:?size}" ;;
    tmpfs) in_host "$host" sh -c 'mkdir -p "$1" && mount -t tmpfs -o "size=$2" test-host "$1"' _ "${3:?path}" "${4:?size}" ;;
    readonly) in_host "$host" sh -c 'mkdir -p "$1" && mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"' _ "${3:?path}" ;;
    unmount) in_host "$host" umount "${3:?path}" ;;
    *) die "there is no fault '$kind'; see hosts help" ;;
  esac
}

# limit_rate HOST RATE|off : both directions
limit_rate() {
  local host=$1 rate=$2 end
  [[ -n $rate ]] || die "rate wants a rate like 20mbit, or off"
  for end in "$SWITCH $host" "$(host_namespace "$host") eth0"; do
    if [[ $rate == off ]]; then
      tc -n "${end% *}" qdisc delete dev "${end#* }" root 2>/dev/null || true
    else
      tc -n "${end% *}" qdisc replace dev "${end#* }" root tbf rate "$rate" burst 64kb latency 300ms
    fi
  done
}

# Each fault of packets is an nftables table of its own on the switch, so that it ends with its table.
nft_on_switch() { tool nsenter --net="/run/netns/$SWITCH" -- nft -f -; }
drop_table() { nft_on_switch <<<"add table bridge $1; delete table bridge $1"; }

# packet_table NAME HOST VERDICT : a table in which VERDICT meets every IP packet from and to HOST
packet_table() {
  local address
  address=$(host_address "$2")
  drop_table "$1"
  nft_on_switch <<END
table bridge $1 {
  chain forward { type filter hook forward priority 0; ip saddr $address $3; ip daddr $address $3; }
  chain input { type filter hook input priority 0; ip saddr $address $3; }
  chain output { type filter hook output priority 0; ip daddr $address $3; }
}
END
}

lose_packets() { # HOST PERCENT|off
  [[ $2 == off || $2 =~ ^[0-9]+$ ]] || die "loss wants a percentage, or off"
  if [[ $2 == off ]]; then drop_table "loss-$1"; else packet_table "loss-$1" "$1" "numgen random mod 100 < $2 drop"; fi
}

# partition A B : between the two; both still reach everything else
partition() {
  local a b
  a=$(host_address "$1"); b=$(host_address "$2")
  nft_on_switch <<END
table bridge partition-$1-$2 {
  chain forward { type filter hook forward priority 0; ip saddr $a ip daddr $b drop; ip saddr $b ip daddr $a drop; }
}
END
}

# delay_packets HOST MS|off [JITTER] : in user space (../delay.py), as not every kernel has netem
delay_packets() {
  local host=$1 ms=$2 jitter=$3 queue=${1#h} image
  [[ $ms == off || $ms =~ ^[0-9]+$ ]] || die "latency wants milliseconds, or off"
  stop_delay "$host"
  drop_table "latency-$host"
  [[ $ms != off ]] || return 0
  image=$(host_setting "$host" layers)
  mkdir -p "$CGROUP/delay-$host"
  # the image's Python: the machine may have none
  (
    echo "$BASHPID" >"$CGROUP/delay-$host/cgroup.procs"
    exec </dev/null 2>"$FLEET_DIR/delay-$host.log" >&2
    exec setsid nsenter --net="/run/netns/$SWITCH" -- chroot "${image##*:}" python3 -c "$(cat "$HERE/delay.py")" "$queue" "$ms" "$jitter"
  ) &
  disown
  until_true grep -qs ready "$FLEET_DIR/delay-$host.log" || die "delay.py did not start: $(cat "$FLEET_DIR/delay-$host.log")"
  packet_table "latency-$host" "$host" "queue num $queue"
}
stop_delay() { kill_cgroup "$CGROUP/delay-$1"; rm -f "$FLEET_DIR/delay-$1.log"; }

# heal : ends loss, partition and latency everywhere
heal() {
  local host
  [[ -e /run/netns/$SWITCH ]] || return 0
  nft_on_switch <<<'flush ruleset'
  for host in $(fleet_hosts); do stop_delay "$host"; done
}

# small_disk HOST PATH SIZE : an ext4 of SIZE mounted on PATH; the loop device goes with its last mount
small_disk() {
  local host=$1 path=$2 size=$3 image device
  image=$(mktemp "$(host_dir "$host")/disk-XXXXXX")
  truncate -s "$size" "$image"
  mkfs.ext4 -q -m 0 "$image"
  device=$(losetup --find --show "$image")
  in_host "$host" sh -c '[ -b "$2" ] || mknod "$2" b 7 "${2#/dev/loop}"; mkdir -p "$1" && mount -t ext4 "$2" "$1"' _ "$path" "$device" || true
  losetup --detach "$device"
  in_host "$host" grep -qs " $path ext4 " /proc/mounts || die "no disk on $host:$path"
}
