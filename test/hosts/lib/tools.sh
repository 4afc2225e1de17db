# The programs that make and drive hosts. What the machine lacks is downloaded and unpacked in $TOOLS: nothing is
# installed. Sourced by ../hosts.

# command:package
NEEDED_TOOLS=(systemd-nspawn:systemd-container debootstrap:debootstrap nft:nftables ip:iproute2 tc:iproute2
  wget:wget gpgv:gpgv ssh:openssh-client ssh-keygen:openssh-client mkfs.ext4:e2fsprogs losetup:mount xz:xz-utils)

PATH=$PATH:/usr/sbin:/sbin:$TOOLS/usr/sbin:$TOOLS/usr/bin:$TOOLS/sbin:$TOOLS/bin

tools_library_path() {
  local libraries
  libraries=$TOOLS/usr/lib/$(uname -m)-linux-gnu
  echo "$libraries/systemd:$libraries:${libraries/usr\/}"
}

# tool COMMAND.. : runs a program that may come from $TOOLS, with the libraries that were fetched with it
tool() { LD_LIBRARY_PATH=$(tools_library_path) "$@"; }

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
  rm -rf "$debs"; mkdir -p "$debs/partial" "$TOOLS"
  apt-get update -qq || say "apt-get update failed; trying with the package lists there are"
  apt-get install -qq --yes --download-only --no-install-recommends -o "Dir::Cache::archives=$debs" "${packages[@]}" >"$CACHE/tools.log" 2>&1 ||
    die "apt-get could not fetch ${packages[*]}: $(tail -n 3 "$CACHE/tools.log" | paste -sd ' ')"
  for deb in "$debs"/*.deb; do
    case ${deb##*/} in libc6_* | libc-bin_*) continue ;; esac   # another C library would break every program run with it
    dpkg-deb -x "$deb" "$TOOLS"
  done
  rm -rf "$debs"
  mapfile -t packages < <(missing_packages)
  ((${#packages[@]} == 0)) || die "still missing after apt-get: ${packages[*]}"
}
