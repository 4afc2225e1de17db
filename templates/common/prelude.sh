# The shell functions that rmqctl's scripts on hosts use. POSIX sh, coreutils and grep; no value is inserted here.
# 2>/dev/null stands before <file: redirections are made in order, and the shell itself says when a file is not there.
LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export LC_ALL PATH
umask 022
# who is started by a service manager or a bare `env` may have none
if [ -z "${HOME:-}" ]; then
  HOME=$({ getent passwd "$(id -u)" || grep "^[^:]*:[^:]*:$(id -u):" /etc/passwd; } 2>/dev/null | cut -d: -f6)
  export HOME
fi

# warn TEXT: something to be told to the user although the step goes on
warn() {
  echo "warning: $*"
}

# make_directory LIST PATH: makes a directory with those above it, and remembers in the file LIST which were not there
make_directory() {
  noted=
  for wanted in "${1%/*}" "$2"; do
    missing= above=$wanted
    while [ ! -d "$above" ]; do
      missing="dir $above
$missing"
      above=${above%/*} above=${above:-/}
    done
    mkdir -p "$wanted"
    noted=$noted$missing
  done
  [ -z "$noted" ] || printf %s "$noted" >>"$1"
}

# noted LIST LINE: LIST says so
noted() {
  grep -Fqx -e "$2" "$1" 2>/dev/null
}

# forget LIST LINE: takes it out of LIST
forget() {
  grep -Fvx -e "$2" "$1" >"$1.rmqctl-new" 2>/dev/null || :
  mv -f "$1.rmqctl-new" "$1"
}

# sweep LIST PATH: removes PATH and the directories above it, as far as they are in LIST and empty by now
sweep() {
  [ -f "$1" ] || return 0
  swept=$2
  while [ -n "$swept" ]; do
    if noted "$1" "dir $swept" && { rmdir "$swept" 2>/dev/null || [ ! -d "$swept" ]; }; then
      forget "$1" "dir $swept"
    fi
    swept=${swept%/*}
  done
}

# sweep_list LIST: removes LIST and the directories it is in, when there is nothing else to remember
sweep_list() {
  [ "$(ls -A "${1%/*}" 2>/dev/null)" = "${1##*/}" ] || return 0
  own=
  while read -r kind name; do
    case $kind:${1%/*}/ in dir:"$name"/*) own="$own $name" ;; *) return 0 ;; esac
  done <"$1"
  rm -f "$1"
  swept=${1%/*}
  while [ -n "$swept" ]; do
    case "$own " in *" $swept "*) rmdir "$swept" 2>/dev/null || : ;; esac
    swept=${swept%/*}
  done
}

# relabel PATH: gives what was renamed into place, with all in it, the SELinux context that belongs there
relabel() {
  ! command -v restorecon >/dev/null 2>&1 || restorecon -R "$1" 2>/dev/null || :
}

# put PATH MODE OWNER CONTENT: writes a file beside and renames it; a link is followed, not replaced
put() {
  target=$1
  [ ! -L "$target" ] || target=$(readlink -f "$target")
  if [ ! -d "${target%/*}" ]; then
    mkdir -p "${target%/*}"
    [ -z "$3" ] || chown "$3" "${target%/*}"
  fi
  (umask 077 && printf %s "$4" >"$target.rmqctl-new")
  [ -z "$3" ] || chown "$3" "$target.rmqctl-new"
  chmod "$2" "$target.rmqctl-new"
  mv -f "$target.rmqctl-new" "$target"
  relabel "$target"
}

# splice PATH BEGIN END BLOCK: replaces the lines from BEGIN to END by BLOCK, or appends it; the rest stays as it is.
# A BEGIN without an END fences nothing: what follows it is kept.
splice() {
  target=$1
  [ ! -L "$target" ] || target=$(readlink -f "$target")
  [ -e "$target" ] || : >"$target"
  inside= held= placed=
  {
    while IFS= read -r line || [ -n "$line" ]; do
      if [ "$line" = "$2" ]; then
        printf %s "$held"
        held= inside=yes
      elif [ -z "$inside" ]; then
        printf '%s\n' "$line"
      elif [ "$line" = "$3" ]; then
        [ -n "$placed" ] || [ -z "$4" ] || printf '%s\n' "$4"
        held= inside= placed=yes
      else
        held="$held$line
"
      fi
    done <"$target"
    printf %s "$held"
    [ -n "$placed" ] || [ -z "$4" ] || printf '%s\n' "$4"
  } >"$target.rmqctl-new"
  chmod "$(stat -c %a "$target")" "$target.rmqctl-new"
  # where the file is mounted by itself (containers) it cannot be renamed over
  mv -f "$target.rmqctl-new" "$target" 2>/dev/null ||
    { cat "$target.rmqctl-new" >"$target" && rm -f "$target.rmqctl-new"; }
  relabel "$target"
}

# alive PID: the process exists and is no zombie
alive() {
  [ "$1" != 0 ] && [ -r "/proc/$1/stat" ] || return 1
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  case ${stat##*) } in Z*) return 1 ;; esac
}

# began PID: when a process was started, in ticks since the host was; with its pid it names a process for ever
began() {
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  set -- ${stat##*) }
  shift 19
  echo "$1"
}

# same_process PID BEGAN: that very process lives
same_process() {
  alive "$1" && [ "$(began "$1")" = "$2" ]
}

# user_of DIRECTORY: the pid of a process that has a file in it open, whatever the directory is called; nothing where there is none
user_of() {
  real=$(readlink -f "$1") || return 0
  for process in /proc/[0-9]*; do
    if ls -l "$process/fd" 2>/dev/null | grep -qF -e " -> $real/"; then
      echo "${process##*/}"
      return 0
    fi
  done
}

# process_variable PID NAME: a variable of the environment a process was started with
process_variable() {
  tr '\0' '\n' 2>/dev/null <"/proc/$1/environ" | grep "^$2=" | head -n 1 | cut -d= -f2-
}

# as_user USER SCRIPT: starts a script in a session of its own, as USER unless that is empty or who we are
as_user() {
  leader=$(command -v setsid) || leader=
  if [ -z "$1" ] || [ "$1" = "$(id -un)" ]; then
    $leader nohup sh "$2" </dev/null >/dev/null 2>&1 &
  elif command -v runuser >/dev/null 2>&1; then
    $leader nohup runuser -u "$1" -- sh "$2" </dev/null >/dev/null 2>&1 &
  else
    $leader nohup su -s /bin/sh "$1" -c 'exec sh "$0"' "$2" </dev/null >/dev/null 2>&1 &
  fi
}

# listening HEX: somebody listens on the port (four hexadecimal digits); $tcp holds /proc/net/tcp and tcp6
listening() {
  case $tcp in
    *":$1 00000000:0000 0A"* | *":$1 00000000000000000000000000000000:0000 0A"*) ;;
    *) return 1 ;;
  esac
}

# log_since LOG OFFSET_FILE: what was written to a log since its size was noted; all of it when it has been rolled since
log_since() {
  offset=0
  [ ! -s "$2" ] || read -r offset <"$2"
  size=$(wc -c 2>/dev/null <"$1") || size=0
  [ "$size" -ge "$offset" ] || offset=0
  [ ! -f "$1" ] || tail -c +$((offset + 1)) "$1"
}

# evidence CONSOLE LOG...: the last lines of an instance's console, and of those of its logs that this start has written to
evidence() {
  console=$1
  for log; do
    [ -s "$log" ] || continue
    [ "$log" = "$console" ] || [ "$log" -nt "${console%/*}/.log-offset" ] || continue
    echo "--- $log"
    tail -n 40 "$log"
  done
}

# frame ID STATUS TEXT: one answer, its length in bytes before it. Where nobody listens any more the script ends.
frame() {
  printf '\n%s %s %s %s\n%s' "$mark" "$1" "$2" "${#3}" "$3" || exit 1
}

# beat: ends a gate whose run is gone; what stands between frames is passed over
beat() {
  { printf '\n' >&3; } 2>/dev/null || exit 1
}

# act STEP NEED...: runs act_STEP, unless a step of this script that it needs has failed
act() {
  step=$1
  shift
  for need; do
    case $failed in *" $need "*) failed="$failed$step "; frame "$step" blocked ''; return ;; esac
  done
  out=$(set -e; "act_$step" 2>&1)
  status=$?
  [ "$status" = 0 ] || failed="$failed$step "
  frame "$step" "$status" "$out"
}

# gate STEP: awaits by gate_STEP that what act_STEP did has taken effect; it beats on the file descriptor 3
gate() {
  case $failed in *" $1 "*) return ;; esac
  { out=$("gate_$1" 2>&1); } 3>&1
  status=$?
  [ "$status" = 0 ] || failed="$failed$1 "
  frame "$1" "$status" "$out"
}
