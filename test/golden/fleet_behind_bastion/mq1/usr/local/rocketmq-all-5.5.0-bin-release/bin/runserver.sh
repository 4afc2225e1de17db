#!/bin/sh
# Starts a name server: runserver.sh [JVM_OPTIONS] MAIN_CLASS [ARGUMENTS]. Written by rmqctl for this host's memory, its
# JDK and what runs on it; change the inventory, not this file. From the environment it takes
#   RMQCTL_HEAP    sizes instead of those below
#   RMQCTL_LOGS    directory of the garbage collection log
#   JAVA_OPT_EXT   more options; the last one of a kind counts

JAVA_HOME=/usr
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
heap='-Xms512m -Xmx512m -XX:MaxDirectMemorySize=256m -XX:-AlwaysPreTouch'

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
  -XX:-UseBiasedLocking \
  -XX:+PrintGCDetails \
  -XX:+PrintGCDateStamps \
  -XX:+PrintGCApplicationStoppedTime \
  -XX:+PrintAdaptiveSizePolicy \
  -XX:+UseGCLogFileRotation \
  '-XX:NumberOfGCLogFiles=5' \
  '-XX:GCLogFileSize=30m' \
  "-Xloggc:$logs/gc.log" \
  ${JAVA_OPT_EXT:-} \
  -cp ".:$ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*${CLASSPATH:+:$CLASSPATH}" \
  "$@"
