# The shell functions that read and follow logs, behind prelude.sh. POSIX sh and coreutils; gzip where rolled logs are compressed.
# The logs are the arguments of begin and poll, known by their numbers from 1. Of each is remembered how far it was sent:
# inode_N, offset_N (bytes) and time_N (when it was last written to, seconds since 1970).
nl='
'

# piece N INODE OFFSET TIME LENGTH: announces LENGTH bytes of log N that begin at OFFSET. Nobody reads any more: the end.
piece() {
  printf '\n%s %s %s %s\n' "$mark" "$1" "$2:$3:$4" "$5" || exit 0
}

# opened: inode, size and time of the file that is open as 3
opened() {
  read -r inode size time <<EOF
$(stat -L -c '%i %s %Y' /proc/self/fd/3)
EOF
}

# advance N PATH, open as 3: sends what is new
advance() {
  opened
  eval "known=\$inode_$1 offset=\$offset_$1 written=\$time_$1"
  if [ "$inode" != "$known" ]; then
    [ -z "$known" ] || rolled "$1" "$2" "$known" "$offset" "$written"
    offset=0
  elif [ "$size" -lt "$offset" ]; then
    offset=0 # emptied in place
  fi
  if [ "$size" -gt "$offset" ]; then
    piece "$1" "$inode" "$offset" "$time" $((size - offset))
    tail -c +$((offset + 1)) </proc/self/fd/3 | head -c $((size - offset))
  fi
  eval "inode_$1=$inode offset_$1=$size time_$1=$time"
}

# rolled N PATH INODE OFFSET TIME: sends what was written behind OFFSET before the log was rolled, and what was rolled after.
# A rolled log is known by its inode; one that has been compressed since, by its time.
rolled() {
  folder=${2%/*} stem=${2##*/}
  stem=${stem%.log} matched= compressing= begun= from=$4
  files=$(stat -c '%Y %i %s %n' "$2".* "$2"*.tmp "$folder/otherdays/$stem".* 2>/dev/null | sort -k 1,1n -k 4,4r)
  while read -r when node bytes file; do
    [ "$node" != "$3" ] || matched=yes
    case $file in *.tmp) compressing=yes ;; esac
  done <<EOF
$files
EOF
  while read -r when node bytes file; do
    [ -n "$file" ] || continue
    if [ -n "$begun" ]; then :
    elif [ -n "$matched" ]; then [ "$node" = "$3" ] || continue
    else [ "$when" -ge "$5" ] || continue
    fi
    case $compressing:$file in yes:*".1.log.gz") continue ;; esac
    begun=yes
    resend "$1" "$from"
    from=0
  done <<EOF
$files
EOF
  [ -n "$begun" ] || [ "$3" = none ] || frame "$1" lost ''
}

# resend N OFFSET: sends a rolled log (file, node, when, bytes) from OFFSET on
resend() {
  case $file in
    *.gz)
      bytes=$(gzip -dc 2>/dev/null <"$file" | wc -c)
      [ "$bytes" -gt "$2" ] || return 0
      piece "$1" "$node" "$2" "$when" $((bytes - $2))
      gzip -dc 2>/dev/null <"$file" | tail -c +$(($2 + 1))
      ;;
    *)
      [ "$bytes" -gt "$2" ] || return 0
      piece "$1" "$node" "$2" "$when" $((bytes - $2))
      tail -c +$(($2 + 1)) <"$file" | head -c $((bytes - $2))
      ;;
  esac
}

# last LINES: sets start to where the last lines begin, of the file open as 3
last() {
  window=$((($1 + 1) * 256))
  while :; do
    from=$((size > window ? size - window : 0))
    length=$(tail -c +$((from + 1)) </proc/self/fd/3 | head -c $((size - from)) | tail -n "$1" | wc -c)
    start=$((size - length))
    [ "$from" -gt 0 ] && [ "$start" -le "$from" ] || return 0
    window=$((window * 8))
  done
}

# since STAMP: sets start to a line before the first one stamped STAMP (digits alone) or later, of the file open as 3
since() {
  start=0 end=$size
  while [ $((end - start)) -gt 65536 ]; do
    middle=$(((start + end) / 2))
    stamp=$(tail -c +$((middle + 1)) </proc/self/fd/3 | head -c 65536 |
      sed -n '/^20[0-9-]\{8\} [0-9:]\{8\}/{s/^\(.\{19\}\).*/\1/p;q;}' | tr -d ' :-')
    if [ -n "$stamp" ] && [ "$stamp" -lt "$1" ]; then start=$middle; else end=$middle; fi
  done
}

# begin N PATH START VALUE..., open as 3: sends a log from where it is wanted
#   lines COUNT | since STAMP EPOCH | all | end
begin() {
  opened
  start=$size
  case $3 in
    lines) last "$4" ;;
    since)
      rolled "$1" "$2" none 0 "$5"
      [ "$time" -lt "$5" ] || since "$4"
      ;;
    all) start=0 ;;
  esac
  eval "inode_$1=$inode offset_$1=$start time_$1=$time"
  # also where nothing is sent, the other side is to know how far this log was read
  piece "$1" "$inode" "$start" "$time" 0
  advance "$1" "$2"
}

# poll PATH...: sends what is new in any of the logs
poll() {
  found=$(stat -L -c '%i %s %n' "$@" 2>/dev/null)$nl
  number=0
  for path; do
    number=$((number + 1))
    here=${found%%" $path$nl"*}
    [ "$here" != "$found" ] || continue
    here=${here##*"$nl"}
    eval "known=\$inode_$number:\$offset_$number"
    [ "${here% *}:${here#* }" = "$known" ] || advance "$number" "$path" 2>/dev/null 3<"$path" || :
  done
}

# follow PATH...: goes on until nobody reads any more, which a sign of life each second finds out
follow() {
  beats=0
  while :; do
    sleep 0.2
    poll "$@"
    beats=$(((beats + 1) % 5))
    [ "$beats" != 0 ] || frame beat 0 '' || exit 0
  done
}
