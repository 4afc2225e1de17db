# One image layer for each JDK of the machine. Hard links cost no space, and an overlay never writes to a lower layer.
# Sourced by ../hosts.

# machine_jdks : "MAJOR DIRECTORY" of each JDK of this machine, oldest first, one of each major version
machine_jdks() {
  local home version
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [[ -n $home && ! -L $home && -x $home/bin/java && -f $home/release ]] || continue
    version=$(sed -n 's/^JAVA_VERSION="\(1\.\)\?\([0-9]*\).*/\2/p' "$home/release")
    [[ -z $version ]] || echo "$version $(readlink -f "$home")"
  done | sort -n -u -k1,1
}

# jdk_layers all|MAJOR|none : the layers' paths, the one whose java is /usr/bin/java first (the oldest)
jdk_layers() {
  local wanted=$1 major home found=
  [[ $wanted == none ]] && return
  while read -r major home; do
    [[ $wanted == all || $wanted == "$major" ]] || continue
    locked build make_jdk_layer "$major" "$home"
    found=yes
  done < <(machine_jdks)
  [[ $found || $wanted == all ]] ||
    die "no JDK $wanted in /usr/lib/jvm or JAVA_HOME (there is: $(machine_jdks | cut -d' ' -f1 | paste -sd ' '))"
}

# make_jdk_layer MAJOR HOME : prints the layer's path, after making it where it is missing
make_jdk_layer() {
  local major=$1 home=$2 layer new jvm=usr/lib/jvm/${2##*/}
  layer=$CACHE/jdks/$major-$(sha256sum "$home/release" | cut -c1-8)
  echo "$layer"
  [[ -d $layer ]] && return
  rm -rf "$CACHE"/jdks/.new-*
  mkdir -p "$CACHE/jdks"
  new=$(mktemp -d "$CACHE/jdks/.new-XXXXXX")
  mkdir -p "$new/usr/bin" "$new/usr/lib/jvm"
  cp -al "$home" "$new/$jvm" 2>/dev/null || { rm -rf "${new:?}/$jvm"; cp -a "$home" "$new/$jvm"; }
  copy_linked_files "$home" "$new"
  ln -s "/$jvm/bin/java" "$new/usr/bin/java"
  chmod 755 "$new"
  mv "$new" "$layer"
}

# copy_linked_files HOME LAYER : Debian's JDKs keep their settings in /etc, behind links
copy_linked_files() {
  local home=$1 layer=$2 target
  find "$home" -type l -exec readlink -m {} + | sort -u | while read -r target; do
    [[ -f $target && $target != "$home"/* ]] || continue
    cp -L --parents "$target" "$layer/"
  done
}
