# The one setting of the machine that is changed while hosts run, and put back. Sourced by ../hosts.

# A systemd host holds about 7 inotify instances and the kernel's default of 128 is for all hosts together.
INOTIFY_LIMIT=/proc/sys/fs/inotify/max_user_instances

# Both are called under the lock "fleets".
raise_inotify_limit() {
  (($(cat $INOTIFY_LIMIT) < 8192)) || return 0
  cp $INOTIFY_LIMIT "$CACHE/inotify-limit-before"
  echo 8192 >$INOTIFY_LIMIT
}
restore_inotify_limit() {
  [[ -s $CACHE/inotify-limit-before ]] || return 0
  compgen -G "$CACHE/fleets/*/hosts/h*" >/dev/null && return
  cat "$CACHE/inotify-limit-before" >$INOTIFY_LIMIT
  rm "$CACHE/inotify-limit-before"
}
