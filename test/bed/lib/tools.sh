# The programs that make and drive hosts. What the machine lacks is downloaded and unpacked in $TOOLS: nothing is
# installed. Sourced by ../hosts.

# command:package
NEEDED_TOOLS=(systemd-nspawn:systemd-container debootstrap:debootstrap nft:nftables ip:iproute2 tc:iproute2
  wget:wget gpgv:gpgv ssh:openssh-client ssh-keygen:openssh-client mkfs.ext4:e2fsprogs losetup:mount xz:xz-utils)

PATH=$PATH:/usr/sbin:/sbin:$TOOLS/bin   # what the machine has comes first

missing_packages() {
  local entry
  for entry in "${NEEDED_TOOLS[@]}"; do
    command -v "${entry%%:*}" >/dev/null || echo "${entry##*:}"
  done | sort -u
}

# get_tools : fetches what is missing, with the libraries it needs and this machine does not have
get_tools() {
  local packages debs=$CACHE/debs deb
  mapfile -t packages < <(missing_packages)
  ((${#packages[@]})) || return 0
  say "fetching ${packages[*]}"
  rm -rf "$debs"
  mkdir -p "$debs/partial" "$TOOLS/root"
  apt-get update -qq || say "apt-get update failed; trying with the package lists there are"
  apt-get install -qq --yes --download-only --no-install-recommends -o "Dir::Cache::archives=$debs" "${packages[@]}" >"$CACHE/tools.log" 2>&1 ||
    die "apt-get could not fetch ${packages[*]}: $(tail -n 3 "$CACHE/tools.log" | paste -sd ' ')"
  for deb in "$debs"/*.deb; do
    case ${deb##*/} in libc6_* | libc-bin_*) continue ;; esac   # another C library would break every program run with it
    dpkg-deb -x "$deb" "$TOOLS/root"
  done
  rm -rf "$debs"
  wrap_tools
  mapfile -t packages < <(missing_packages)
  ((${#packages[@]} == 0)) || die "still missing after apt-get: ${packages[*]}"
}

# wrap_tools : $TOOLS/bin, whose programs run with the libraries that were fetched with them
wrap_tools() {
  local entry command program libraries
  libraries=$TOOLS/root/usr/lib/$(uname -m)-linux-gnu
  mkdir -p "$TOOLS/bin"
  for entry in "${NEEDED_TOOLS[@]}"; do
    command=${entry%%:*}
    for program in "$TOOLS"/root{/usr,}/{s,}bin/"$command"; do
      [[ -x $program ]] || continue
      printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$libraries/systemd:$libraries:${libraries/\/usr\//\/}" "$program" >"$TOOLS/bin/$command"
      chmod 755 "$TOOLS/bin/$command"
    done
  done
}
