# What can be made to go wrong, apart from power and processor. Sourced by ../hosts.

# fault KIND [HOST [ARG..]]
fault() {
  local kind=${1:-} host=${2:-}
  [[ -n $kind ]] || die "fault wants a kind; see hosts help"
  [[ $kind == heal ]] || known_host "$host"
  case $kind in
    link-down) link_down "$host" ;;
    link-up) link_up "$host" ;;
    freeze) need_running "$host"; freeze "$host" ;;
    thaw) need_running "$host"; thaw "$host" ;;
    kill) power_cut "$host" ;;
    start) start_host "$host"; wait_for_ssh "$host" ;;
    reboot) reboot_host "$host" ;;
    poweroff) power_off "$host" ;;
    cpu) need_running "$host"; limit_cpu "$host" "${3:-}" ;;
    rate) limit_rate "$host" "${3:-}" ;;
    latency) delay_packets "$host" "${3:-}" "${4:-0}" ;;
    loss) lose_packets "$host" "${3:-}" ;;
    partition) known_host "${3:-}"; partition "$host" "$3" ;;
    heal) heal ;;
    disk) small_disk "$host" "${3:?"$kind wants a path"}" "${4:?"$kind wants a size"}" ;;
    tmpfs) in_host "$host" sh -c 'mkdir -p "$1" && mount -t tmpfs -o "size=$2" test-host "$1"' _ "${3:?"$kind wants a path"}" "${4:?"$kind wants a size"}" ;;
    readonly) in_host "$host" sh -c 'mkdir -p "$1" && mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"' _ "${3:?"$kind wants a path"}" ;;
    unmount) in_host "$host" umount "${3:?"$kind wants a path"}" ;;
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
nft_on_switch() { in_control nft -f -; }
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

# delay_packets HOST MS|off [JITTER] : in user space (../delay.py), as not every kernel has netem. Through iptables, as
# not every kernel's nftables can queue; the image's iptables and Python, as the machine may have none.
delay_packets() {
  local host=$1 ms=$2 jitter=$3 queue=${1#h} log=$FLEET_DIR/delay-$1.log
  [[ $ms == off || $ms =~ ^[0-9]+$ ]] || die "latency wants milliseconds, or off"
  stop_delay "$host"
  [[ $ms != off ]] || return 0
  mkdir -p "$CGROUP/delay-$host"
  (
    echo "$BASHPID" >"$CGROUP/delay-$host/cgroup.procs"
    exec </dev/null >"$log" 2>&1
    in_image_on_switch "$host" python3 -c "$(cat "$HERE/delay.py")" "$queue" "$ms" "$jitter"
  ) &
  disown
  until_true grep -qs ready "$log" || die "delay.py did not start: $(cat "$log")"
  modprobe br_netfilter 2>/dev/null || true   # part of the kernel where it is not a module
  in_control sh -c 'echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables'
  queue_rules "$host" --append
}

stop_delay() {
  [[ -d $CGROUP/delay-$1 ]] || return 0
  queue_rules "$1" --delete 2>/dev/null || true   # first: packets for a queue that nobody reads are dropped
  kill_cgroup "$CGROUP/delay-$1"
}

queue_rules() { # HOST --append|--delete
  local host=$1 action=$2 rule address
  address=$(host_address "$host")
  for rule in 'FORWARD --source' 'FORWARD --destination' 'INPUT --source' 'OUTPUT --destination'; do
    in_image_on_switch "$host" iptables-legacy --wait --table mangle "$action" "${rule% *}" "${rule#* }" "$address" --jump NFQUEUE --queue-num "${host#h}"
  done
}

in_image_on_switch() { # HOST COMMAND..
  local layers
  layers=$(host_setting "$1" layers)
  in_control chroot "${layers##*:}" "${@:2}"
}

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
