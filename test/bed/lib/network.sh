# The fleet's network: a bridge in a namespace of its own, a veth pair for each host. Sourced by ../hosts.

# ensure_fleet : the fleet's directory, its /16 and its control namespace. Called under the lock "fleets".
ensure_fleet() {
  mkdir -p "$FLEET_DIR/hosts" "$CGROUP"
  [[ -s $FLEET_DIR/net ]] || free_net >"$FLEET_DIR/net"
  [[ -e /run/netns/$SWITCH ]] && return
  ip netns add "$SWITCH"
  ip -n "$SWITCH" link set lo up
  ip -n "$SWITCH" link add br0 type bridge
  ip -n "$SWITCH" addr add "$(fleet_net).0.1/16" dev br0
  ip -n "$SWITCH" link set br0 up
}

fleet_net() { cat "$FLEET_DIR/net"; }

# free_net : the first of 10.88, 10.89, ... that no other fleet has
free_net() {
  local second
  for second in $(seq 88 250); do
    grep -qsx "10.$second" "$CACHE"/fleets/*/net || { echo "10.$second"; return; }
  done
  die "no free network: there are too many fleets"
}

# address_of HOST : h1 is .0.11, h2 .0.12, ..., h200 .1.10
address_of() {
  local number=${1#h}
  echo "$(fleet_net).$((number / 200)).$((number % 200 + 10))"
}

plug_in() { # HOST
  local host=$1 namespace
  namespace=$(host_namespace "$host")
  ip netns add "$namespace"
  ip -n "$namespace" link set lo up
  ip -n "$SWITCH" link add "$host" type veth peer name eth0 netns "$namespace"
  ip -n "$SWITCH" link set "$host" master br0
  ip -n "$namespace" addr add "$(host_address "$host")/16" dev eth0
  ip -n "$namespace" link set eth0 up
}

link_up() { ip -n "$SWITCH" link set "$1" up; }
link_down() { ip -n "$SWITCH" link set "$1" down; }

# in_control COMMAND.. : runs COMMAND in the control namespace; only the network is another
in_control() { nsenter --net="/run/netns/$SWITCH" -- "$@"; }

exec_in_control() {
  [[ -e /run/netns/$SWITCH ]] || die "fleet $FLEET is not up"
  (($#)) || die "ctl wants a command"
  exec nsenter --net="/run/netns/$SWITCH" -- "$@"
}

# ssh_to_host [USER@]HOST [COMMAND]
ssh_to_host() {
  local user=root host=${1:-}
  [[ $host == *@* ]] && { user=${host%%@*}; host=${host#*@}; }
  known_host "$host"
  exec_in_control ssh -i "$KEY" -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o "UserKnownHostsFile=$FLEET_DIR/known_hosts" \
    -o ConnectTimeout=5 "$user@$(host_address "$host")" "${@:2}"
}

# write_known_hosts : called under the lock "fleets"
write_known_hosts() {
  local host
  for host in $(fleet_hosts); do
    echo "$(host_address "$host") $(cut -d ' ' -f 1,2 "$(host_dir "$host")/upper/etc/ssh/ssh_host_ed25519_key.pub")"
  done >"$FLEET_DIR/known_hosts"
}

# wait_for_ssh HOST.. : until each answers with an SSH banner, WAIT_SECONDS for all of them together
wait_for_ssh() {
  local host addresses=()
  for host in "$@"; do known_host "$host"; addresses+=("$(host_address "$host")"); done
  # shellcheck disable=SC2016
  in_control bash -c '
    deadline=$((SECONDS + $1)); shift
    greeted() { local banner; { exec 3<>"/dev/tcp/$1/22" && IFS= read -r -t 2 banner <&3; } 2>/dev/null && [[ $banner == SSH-* ]]; }
    for address in "$@"; do
      until timeout 3 bash -c "$(declare -f greeted); greeted $address"; do
        ((SECONDS < deadline)) || { echo "hosts: no SSH banner from $address" >&2; exit 1; }
        sleep 0.05
      done
    done' _ "$WAIT_SECONDS" "${addresses[@]}"
}
