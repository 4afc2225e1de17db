#!/bin/sh
# Starts namesrv-node2 in the foreground and becomes its process. Written by rmqctl; change the inventory, not this file.
unset CLASSPATH JAVA_OPT JAVA_OPT_EXT JAVA_TOOL_OPTIONS RMQCTL_HEAP
export JAVA_HOME=/usr
export ROCKETMQ_HOME=/usr/local/rocketmq-all-5.5.0-bin-release
export RMQCTL_LOGS=/var/log/rocketmq/namesrv-node2
export RMQCTL_INSTANCE=namesrv-node2
export RMQCTL_UNIT=rocketmq-cluster-namesrv-node2.service
export RMQCTL_DIGEST=2:9baf82b07f88e3a5
ulimit -n 655350 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cd /var/log/rocketmq/namesrv-node2 || exit 1

# How far the log was before: what lies behind that is what this start wrote.
log=/var/log/rocketmq/namesrv-node2/logs/rocketmqlogs/namesrv.log
if [ -n "$log" ] && [ -f "$log" ]; then
  wc -c <"$log" | tr -d ' ' >.log-offset
else
  echo 0 >.log-offset
fi

if [ -f console.log ]; then
  mv -f console.log console.log.1
fi
echo $$ >/var/log/rocketmq/namesrv-node2/pid
exec sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh '-Duser.home=/var/log/rocketmq/namesrv-node2' '-Drmq.logback.configurationFile=/usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.namesrv.logback.xml' org.apache.rocketmq.namesrv.NamesrvStartup -c /usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-node2.properties >console.log 2>&1
