# The shell functions that read and follow logs, behind prelude.sh. POSIX sh and coreutils; gzip where rolled logs are compressed.
# The logs are the arguments of begin and poll, known by their numbers from 1. Of each is remembered how far it was sent:
# inode_N, offset_N (bytes), time_N (when it was last written to, seconds since 1970) and head_N (what it begins with).
nl='
'

# piece N INODE OFFSET TIME HEAD LENGTH: announces LENGTH bytes of log N that begin at OFFSET. Nobody reads any more: the end.
piece() {
  printf '\n%s %s %s %s\n' "$mark" "$1" "$2:$3:$4:$5" "$6" || exit 0
}

# head_of [LENGTH]: what standard input begins with, as CHECKSUM-LENGTH: tells logs apart that have been compressed since
head_of() {
  sum=$(head -c "${1:-256}" | cksum)
  case $sum in *' 0') ;; *) echo "${sum% *}-${sum#* }" ;; esac
}

# opened: inode, size and time of the file that is open as 3
opened() {
  read -r inode size time <<EOF
$(stat -L -c '%i %s %Y' /proc/self/fd/3)
EOF
}

# begins_with HEAD: the file that is open as 3 does
begins_with() {
  [ "$(head_of "${1#*-}" </proc/self/fd/3)" = "$1" ]
}

# advance N PATH, open as 3: sends what is new
advance() {
  opened
  eval "known=\$inode_$1 offset=\$offset_$1 head=\$head_$1"
  # the number of a file that is gone may be given to a new one: what it begins with must be the same, too
  if [ "$inode" != "$known" ] || { [ -n "$head" ] && ! begins_with "$head"; }; then
    [ -z "$known" ] || rolled "$1" "$2" "$known" "$offset" "$head"
    offset=0 head=
  elif [ "$size" -lt "$offset" ]; then
    offset=0 head= # cut in place
  fi
  [ -n "$head" ] || head=$(head_of </proc/self/fd/3)
  if [ "$size" -gt "$offset" ]; then
    piece "$1" "$inode" "$offset" "$time" "$head" $((size - offset))
    tail -c +$((offset + 1)) </proc/self/fd/3 | head -c $((size - offset))
  fi
  eval "inode_$1=$inode offset_$1=$size time_$1=$time head_$1=$head"
}

# list_rolled PATH: the rolled files of a log, the oldest first: "INDEX INODE SIZE TIME PATH"; what is being compressed is 0
list_rolled() {
  folder=${1%/*} stem=${1##*/}
  stem=${stem%.log}
  stat -c '%i %s %Y %n' "$1".[0-9]* "$1"*.tmp "$folder/otherdays/$stem".[0-9]* 2>/dev/null |
    while read -r node bytes when file; do
      index=${file##*/}
      index=${index#"$stem".}
      index=${index#log.}
      index=${index%%.*}
      case $index in *[!0-9]* | '') index=0 ;; esac
      echo "$index $node $bytes $when $file"
    done | sort -k 1,1nr
}

# rolled N PATH INODE OFFSET HEAD: sends what was written behind OFFSET before the log was rolled, and what was rolled after.
# A rolled log is known by its inode; one that has been compressed since, by its head.
rolled() {
  match= compressing= begun= from=$4 files=$(list_rolled "$2")
  while read -r index node bytes when file; do
    case $file in
      *.tmp) compressing=yes ;;
      *.gz) [ -z "$5" ] || [ "$(gzip -dc 2>/dev/null <"$file" | head_of "${5#*-}")" != "$5" ] || match=$node ;;
    esac
    [ "$node" != "$3" ] || match=$node
  done <<EOF
$files
EOF
  while read -r index node bytes when file; do
    [ -n "$begun" ] || { [ -n "$match" ] && [ "$node" = "$match" ]; } || continue
    # half of a file that is whole beside it
    case $compressing:$index:$file in yes:1:*.gz) continue ;; esac
    resend "$1" "$from" "${begun:-$5}"
    begun=: from=0
  done <<EOF
$files
EOF
  [ -n "$begun" ] || frame "$1" lost ''
}

# rolled_since N PATH EPOCH: sends the rolled files of a log that were written to since then
rolled_since() {
  files=$(list_rolled "$2") compressing=
  case $files in *.tmp*) compressing=yes ;; esac
  while read -r index node bytes when file; do
    [ -n "$file" ] && [ "$when" -ge "$3" ] || continue
    case $compressing:$index:$file in yes:1:*.gz) continue ;; esac
    resend "$1" 0 :
  done <<EOF
$files
EOF
}

# resend N OFFSET HEAD: sends a rolled file (file, node, when, bytes) from OFFSET on; HEAD is : where it is to be found out
resend() {
  case $file in
    *.gz) resend_open "$@" 4</dev/null ;;
    *) resend_open "$@" 2>/dev/null 4<"$file" || compressed "$@" ;;
  esac
}

# compressed N OFFSET HEAD: resend, of a file that has been compressed and taken away since it was listed
compressed() {
  name=${file##*/}
  file=${file%/*}/otherdays/${name%%.*}.1.log.gz
  [ ! -f "$file" ] || resend_open "$@" 4</dev/null
}

# resend_open N OFFSET HEAD: resend; a file that is not compressed is open as 4, and cannot be taken away any more
resend_open() {
  case $file in *.gz) bytes=$(gzip -dc 2>/dev/null <"$file" | wc -c) ;; esac
  [ "$bytes" -gt "$2" ] || return 0
  beginning=$3
  [ "$beginning" != : ] || beginning=$(unrolled 1 | head_of)
  piece "$1" "$node" "$2" "$when" "$beginning" $((bytes - $2))
  unrolled $(($2 + 1)) | head -c $((bytes - $2))
}

# unrolled FROM: the bytes of the rolled file from the FROMth on
unrolled() {
  case $file in
    *.gz) gzip -dc 2>/dev/null <"$file" | tail -c "+$1" ;;
    *) tail -c "+$1" </proc/self/fd/4 ;;
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
      rolled_since "$1" "$2" "$5"
      [ "$time" -lt "$5" ] || since "$4"
      ;;
    all) start=0 ;;
  esac
  head=$(head_of </proc/self/fd/3)
  eval "inode_$1=$inode offset_$1=$start time_$1=$time head_$1=$head"
  # also where nothing is sent, the other side is to know how far this log was read
  piece "$1" "$inode" "$start" "$time" "$head" 0
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
