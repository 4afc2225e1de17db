# What there is, for people and programs. Sourced by ../hosts.

list_hosts() {
  local host
  printf '%-6s %-14s %-6s %s\n' HOST ADDRESS MODE STATE
  for host in $(fleet_hosts); do
    printf '%-6s %-14s %-6s %s\n' "$host" "$(host_address "$host")" "$(host_setting "$host" mode)" "$(host_state "$host")"
  done
}

# list_fleets : every fleet of this cache, those of killed test runs too
list_fleets() {
  local fleet
  for fleet in "$CACHE"/fleets/*/; do
    [[ -d $fleet ]] || continue
    use_fleet "$(basename "$fleet")"
    echo "$FLEET: $(fleet_hosts | paste -sd ' ')"
  done
}

host_state() {
  if ! is_running "$1"; then echo off
  elif grep -q 1 "$CGROUP/$1/cgroup.freeze"; then echo frozen
  else echo on; fi
}

# print_env [--json]
print_env() {
  local host separator=''
  [[ -s $FLEET_DIR/net ]] || die "fleet $FLEET is not up"
  if [[ ${1:-} == --json ]]; then
    printf '{"fleet":"%s","dir":"%s","key":"%s","knownHosts":"%s","net":"%s","hosts":[' \
      "$FLEET" "$FLEET_DIR" "$KEY" "$FLEET_DIR/known_hosts" "$(fleet_net)"
    for host in $(fleet_hosts); do
      printf '%s{"name":"%s","ip":"%s","mode":"%s"}' "$separator" "$host" "$(host_address "$host")" "$(host_setting "$host" mode)"
      separator=,
    done
    echo ']}'
  else
    printf 'export %s=%q\n' RMQCTL_FLEET "$FLEET" HOSTS_KEY "$KEY" HOSTS_KNOWN_HOSTS "$FLEET_DIR/known_hosts"
    for host in $(fleet_hosts); do echo "export ${host^^}=$(host_address "$host")"; done
  fi
}

# print_inventory [N] : N hosts; as many brokers, the slave of each on the next host
print_inventory() {
  local count=${1:-2} hosts host
  mapfile -t hosts < <(fleet_hosts | head -n "$count")
  ((${#hosts[@]} == count)) || die "fleet $FLEET has fewer than $count hosts: hosts up $count"
  cat <<END
cluster: rocketmq-cluster
version: 4.9.4
mode: $( ((count > 1)) && echo sync || echo single)
ssh:
  identity: $KEY
  knownHosts: $FLEET_DIR/known_hosts
hosts:
END
  for host in "${hosts[@]}"; do echo "  $host: $(host_address "$host")"; done
  echo "namesrv: [$(printf '%s\n' "${hosts[@]}" | head -n 3 | paste -sd , | sed 's/,/, /g')]"
  echo 'brokers:'
  print_brokers "${hosts[@]}"
  echo 'heap: { namesrv: 256m, broker: 512m }'
}

print_brokers() {
  local index next letters=abcdefghijklmnopqrstuvwxyz
  for ((index = 0; index < $#; index++)); do
    next=$(((index + 1) % $#))
    if (($# == 1)); then echo "  broker-a: [$1]"
    else echo "  broker-${letters:index:1}: [${*:index+1:1}, ${*:next+1:1}]"; fi
  done
}
