# The image that all hosts are made of: a Debian with systemd, sshd and firewalld, read-only under each host's own
# overlay. Sourced by ../hosts.

SUITE=bookworm
IMAGE_PACKAGES=(systemd systemd-sysv dbus libpam-systemd openssh-server firewalld python3-minimal nftables iptables sudo
  iproute2 iputils-ping procps psmisc lsof curl ca-certificates netcat-openbsd tar gzip unzip less fish tcsh)

# Units that make no sense in a host that lives for minutes, or that a namespace cannot run.
MASKED_UNITS=(apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
  systemd-pstore.service systemd-networkd.service systemd-resolved.service systemd-timesyncd.service systemd-modules-load.service
  modprobe@.service getty.target console-getty.service dev-hugepages.mount sys-fs-fuse-connections.mount)

# What a minimal host does not have. firewalld is written in Python, so it has no firewalld either.
MINIMAL_LACKS=('bin/python3*' 'bin/unzip*' bin/zipinfo bin/funzip bin/curl 'bin/nc*' bin/netcat 'bin/perl*' 'bin/firewall-*'
  sbin/firewalld)

# image_dir : the image of this recipe; its name changes with the recipe, so that a changed recipe is built anew
image_dir() { echo "$CACHE/images/$(image_stamp)"; }
image_stamp() {
  (cd "$HERE" && find image lib/image.sh -type f -print0 | sort -z | xargs -0 sha256sum && cat "$KEY.pub") | sha256sum | cut -c1-12
}

image_ready() { [[ -s $KEY.pub && -d $(image_dir) ]] && [[ -z $(missing_packages) ]]; }
build_image() { image_ready || locked build build_image_locked; }

# Built beside and renamed: a killed build leaves only a directory that the next one removes.
build_image_locked() {
  local final new
  get_tools
  [[ -s $KEY.pub ]] || { rm -f "$KEY"; ssh-keygen -q -t ed25519 -N '' -C test-hosts -f "$KEY"; }
  final=$(image_dir)
  [[ -d $final ]] && return
  rm -rf --one-file-system "$CACHE"/images/.new-*
  mkdir -p "$CACHE/images"
  new=$(mktemp -d "$CACHE/images/.new-XXXXXX")
  say "building the image in $final (about a minute)"
  bootstrap "$new/base"
  furnish "$new/base"
  hide_for_minimal "$new/base" "$new/minimal"
  chmod 755 "$new"
  mv "$new" "$final"
}

# bootstrap ROOT : in namespaces of its own and tied to this shell's life, so that a killed build leaves neither mounts
# nor processes
bootstrap() {
  local mirror packages
  mirror=$(debian_mirror)
  packages=$(IFS=,; echo "${IMAGE_PACKAGES[*]}")
  DEBOOTSTRAP_DIR=$(debootstrap_dir) setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc \
    timeout 900 debootstrap --variant=minbase --include="$packages" $SUITE "$1" "$mirror" >"$CACHE/image.log" 2>&1 ||
    die "debootstrap failed: $(tail -n 3 "$CACHE/image.log" | paste -sd ' ') (all of it: $CACHE/image.log)"
}

debootstrap_dir() { if [[ -d /usr/share/debootstrap ]]; then echo /usr/share/debootstrap; else echo "$TOOLS/root/usr/share/debootstrap"; fi; }

# debian_mirror : the archive that this machine's own apt uses for its release
debian_mirror() {
  local release
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  apt-get indextargets --format '$(CODENAME) $(REPO_URI)' | awk -v release="$release" '$1 == release { print $2; exit }' | grep . ||
    die "apt-get knows no Debian archive for $release (see /etc/apt/sources.list)"
}

# furnish ROOT : users, units and settings
furnish() {
  local root=$1 unit
  rm -f "$root"/etc/ssh/ssh_host_* "$root"/etc/hostname "$root"/var/cache/apt/archives/*.deb
  : >"$root/etc/machine-id"
  rm -f "$root/etc/resolv.conf"; : >"$root/etc/resolv.conf"
  for unit in "${MASKED_UNITS[@]}"; do ln -sf /dev/null "$root/etc/systemd/system/$unit"; done
  cp -r --no-preserve=ownership "$HERE/image/." "$root/"
  chmod 755 "$root/usr/local/lib/test-host/early"
  chmod 440 "$root/etc/sudoers.d/test-host"
  mkdir -p "$root/etc/systemd/system/sysinit.target.wants"
  ln -sf ../test-host-early.service "$root/etc/systemd/system/sysinit.target.wants/"
  add_login "$root" root ''
  add_login "$root" ops opspw
  add_login "$root" sudoer sudoerpw
}

# add_login ROOT USER PASSWORD : a user who logs in by the cache's key, and by PASSWORD where there is one
add_login() {
  local root=$1 user=$2 password=$3
  [[ $user == root ]] || chroot "$root" useradd --create-home --shell /bin/bash "$user"
  [[ -z $password ]] || chroot "$root" chpasswd <<<"$user:$password"
  chroot "$root" sh -c 'home=$(getent passwd "$1" | cut -d: -f6)
    install -d -m 700 -o "$1" -g "$1" "$home/.ssh"
    cat >"$home/.ssh/authorized_keys" && chown "$1:$1" "$home/.ssh/authorized_keys"' _ "$user" <"$KEY.pub"
}

# hide_for_minimal ROOT LAYER : a layer of whiteouts (0/0 devices: kernel, filesystems/overlayfs) over what is to be missing
hide_for_minimal() {
  local root=$1 layer=$2 pattern path
  for pattern in "${MINIMAL_LACKS[@]}"; do
    for path in "$root"/usr/$pattern; do
      [[ -e $path || -L $path ]] || continue
      mkdir -p "$layer/$(dirname "${path#"$root"}")"
      mknod "$layer${path#"$root"}" c 0 0
    done
  done
  mkdir -p "$layer/etc/systemd/system"
  ln -s /dev/null "$layer/etc/systemd/system/firewalld.service"
}

# clean_images : removes the images of other recipes that no host of any fleet uses
clean_images() { locked build clean_images_locked; }
clean_images_locked() {
  local image
  for image in "$CACHE"/images/* "$CACHE"/images/.new-*; do
    [[ -d $image && $image != "$(image_dir)" ]] || continue
    grep -qsF "$image/" "$CACHE"/fleets/*/hosts/*/layers || { say "removing $image"; rm -rf --one-file-system "$image"; }
  done
}
