#!/bin/sh
# Starts namesrv-node1 in the foreground and becomes its process. Written by rmqctl; change the inventory, not this file.
unset CLASSPATH JAVA_OPT JAVA_OPT_EXT JAVA_TOOL_OPTIONS RMQCTL_HEAP
export JAVA_HOME=/usr
export ROCKETMQ_HOME=/usr/local/rocketmq-all-5.5.0-bin-release
export RMQCTL_LOGS=/var/log/rocketmq/namesrv-node1
export RMQCTL_INSTANCE=namesrv-node1
export RMQCTL_UNIT=rocketmq-cluster-namesrv-node1.service
export RMQCTL_DIGEST=2:8946bbeb02e3c246
ulimit -n 655350 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cd /var/log/rocketmq/namesrv-node1 || exit 1

# How far the log was before: what lies behind that is what this start wrote.
log=/var/log/rocketmq/namesrv-node1/logs/rocketmqlogs/namesrv.log
if [ -n "$log" ] && [ -f "$log" ]; then
  wc -c <"$log" | tr -d ' ' >.log-offset
else
  echo 0 >.log-offset
fi

if [ -f console.log ]; then
  mv -f console.log console.log.1
fi
echo $$ >/var/log/rocketmq/namesrv-node1/pid
exec sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh '-Duser.home=/var/log/rocketmq/namesrv-node1' '-Drmq.logback.configurationFile=/usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.namesrv.logback.xml' org.apache.rocketmq.namesrv.NamesrvStartup -c /usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-node1.properties >console.log 2>&1
