#!/bin/sh
# Starts namesrv-node2 in the foreground and becomes its process. Written by rmqctl; change the inventory, not this file.
unset CLASSPATH JAVA_OPT JAVA_OPT_EXT JAVA_TOOL_OPTIONS RMQCTL_HEAP
export JAVA_HOME=/usr
export ROCKETMQ_HOME=/software/alibaba-rocketmq
export RMQCTL_LOGS=/software/rocketmq/logs/namesrv-node2
export RMQCTL_INSTANCE=namesrv-node2
export RMQCTL_UNIT=rocketmq-cluster-namesrv-node2.service
export RMQCTL_DIGEST=80dc599d31726df3
ulimit -n 655350 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cd /software/rocketmq/logs/namesrv-node2 || exit 1

# How far the log was before: what lies behind that is what this start wrote.
log=/software/rocketmq/logs/namesrv-node2/logs/rocketmqlogs/namesrv.log
if [ -n "$log" ] && [ -f "$log" ]; then
  wc -c <"$log" | tr -d ' ' >.log-offset
else
  echo 0 >.log-offset
fi

if [ -f console.log ]; then
  mv -f console.log console.log.1
fi
echo $$ >/software/rocketmq/logs/namesrv-node2/pid
exec sh /software/alibaba-rocketmq/bin/runserver.sh '-Duser.home=/software/rocketmq/logs/namesrv-node2' com.alibaba.rocketmq.namesrv.NamesrvStartup -c /software/alibaba-rocketmq/conf/namesrv-node2.properties >console.log 2>&1
