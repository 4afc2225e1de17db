#!/bin/sh
# Starts broker-a in the foreground and becomes its process. Written by rmqctl; change the inventory, not this file.
unset CLASSPATH JAVA_OPT JAVA_OPT_EXT JAVA_TOOL_OPTIONS RMQCTL_HEAP
export JAVA_HOME=/usr
export ROCKETMQ_HOME=/usr/local/rocketmq-all-5.5.0-bin-release
export RMQCTL_LOGS=/var/log/rocketmq/broker-a
export ROCKSDB_SHAREDLIB_DIR=/usr/local/rocketmq/store/broker-a
export RMQCTL_INSTANCE=broker-a
export RMQCTL_UNIT=rocketmq-cluster-broker-a.service
export RMQCTL_DIGEST=2:11a21b32a5c15ac9
ulimit -n 655350 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cd /var/log/rocketmq/broker-a || exit 1

# How far the log was before: what lies behind that is what this start wrote.
log=/var/log/rocketmq/broker-a/logs/rocketmqlogs/broker.log
if [ -n "$log" ] && [ -f "$log" ]; then
  wc -c <"$log" | tr -d ' ' >.log-offset
else
  echo 0 >.log-offset
fi

if [ -f console.log ]; then
  mv -f console.log console.log.1
fi
echo $$ >/var/log/rocketmq/broker-a/pid
exec sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runbroker.sh '-Duser.home=/var/log/rocketmq/broker-a' '-Drmq.logback.configurationFile=/usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml' org.apache.rocketmq.broker.BrokerStartup -c /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async/broker-a.properties >console.log 2>&1
