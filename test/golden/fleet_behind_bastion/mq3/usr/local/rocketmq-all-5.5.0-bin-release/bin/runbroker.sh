#!/bin/sh
# Starts a broker: runbroker.sh [JVM_OPTIONS] MAIN_CLASS [ARGUMENTS]. Written by rmqctl for this host's memory, its JDK
# and what runs on it; change the inventory, not this file. From the environment it takes
#   RMQCTL_HEAP    sizes instead of those below
#   RMQCTL_LOGS    directory of the garbage collection log
#   JAVA_OPT_EXT   more options; the last one of a kind counts

JAVA_HOME=/opt/jdk-17
export JAVA_HOME
if [ ! -x "$JAVA_HOME/bin/java" ]; then
  echo "ERROR: no Java at $JAVA_HOME/bin/java (java.home of the inventory)" >&2
  exit 127
fi

if [ -z "${ROCKETMQ_HOME:-}" ]; then
  ROCKETMQ_HOME=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
fi
export ROCKETMQ_HOME

logs=${RMQCTL_LOGS:-${HOME:-/tmp}/logs/rocketmqlogs}
mkdir -p -- "$logs" || exit 1
heap='-Xms1g -Xmx1g -XX:MaxDirectMemorySize=512m -XX:-AlwaysPreTouch'

# Options are split at blanks, but a `*` in them is no file name.
set -f
exec "$JAVA_HOME/bin/java" \
  -server \
  ${RMQCTL_HEAP:-$heap} \
  -XX:+UseG1GC \
  '-XX:G1ReservePercent=25' \
  '-XX:InitiatingHeapOccupancyPercent=30' \
  '-XX:SoftRefLRUPolicyMSPerMB=0' \
  -XX:-OmitStackTraceInFastThrow \
  -XX:-UseLargePages \
  '--add-opens=java.base/java.nio=ALL-UNNAMED' \
  '--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED' \
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED' \
  '--add-exports=java.base/sun.nio.ch=ALL-UNNAMED' \
  '--add-opens=java.base/java.lang=ALL-UNNAMED' \
  '--add-opens=java.base/java.util=ALL-UNNAMED' \
  "-Xlog:gc*:file=$logs/gc.log:time,tags:filecount=5,filesize=30M" \
  ${JAVA_OPT_EXT:-} \
  -cp ".:$ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*${CLASSPATH:+:$CLASSPATH}" \
  "$@"
