# await FILE PATTERN: until a line of the file matches; gives up after two minutes
await() {
  tries=0
  until grep -Eq -e "$2" "$1" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 120 ]; then
      echo "no line of $1 matches $2; its last ones:" >&2
      tail -n 20 "$1" >&2
      exit 1
    fi
    sleep 1
  done
}

# go_on WHEN: waits for a person, if there is one
go_on() {
  echo "-- $1"
  if [ -t 0 ]; then
    printf 'Go on? [Enter] '
    read -r _
  fi
}
