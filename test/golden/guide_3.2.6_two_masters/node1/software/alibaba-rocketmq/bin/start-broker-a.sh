#!/bin/sh
# Starts broker-a in the foreground and becomes its process. Written by rmqctl; change the inventory, not this file.
unset CLASSPATH JAVA_OPT JAVA_OPT_EXT JAVA_TOOL_OPTIONS RMQCTL_HEAP
export JAVA_HOME=/usr
export ROCKETMQ_HOME=/software/alibaba-rocketmq
export RMQCTL_LOGS=/software/rocketmq/logs/broker-a
export RMQCTL_INSTANCE=broker-a
export RMQCTL_UNIT=rocketmq-cluster-broker-a.service
export RMQCTL_DIGEST=620328592336a210
ulimit -n 655350 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cd /software/rocketmq/logs/broker-a || exit 1

# How far the log was before: what lies behind that is what this start wrote.
log=/software/rocketmq/logs/broker-a/logs/rocketmqlogs/broker.log
if [ -n "$log" ] && [ -f "$log" ]; then
  wc -c <"$log" | tr -d ' ' >.log-offset
else
  echo 0 >.log-offset
fi

if [ -f console.log ]; then
  mv -f console.log console.log.1
fi
echo $$ >/software/rocketmq/logs/broker-a/pid
exec sh /software/alibaba-rocketmq/bin/runbroker.sh '-Duser.home=/software/rocketmq/logs/broker-a' com.alibaba.rocketmq.broker.BrokerStartup -c /software/alibaba-rocketmq/conf/2m-noslave/broker-a.properties >console.log 2>&1
