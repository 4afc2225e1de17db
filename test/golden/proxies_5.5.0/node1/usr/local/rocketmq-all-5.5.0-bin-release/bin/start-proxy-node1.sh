#!/bin/sh
# Starts proxy-node1 in the foreground and becomes its process. Written by rmqctl; change the inventory, not this file.
unset CLASSPATH JAVA_OPT JAVA_OPT_EXT JAVA_TOOL_OPTIONS RMQCTL_HEAP
export JAVA_HOME=/usr
export ROCKETMQ_HOME=/usr/local/rocketmq-all-5.5.0-bin-release
export RMQCTL_LOGS=/var/log/rocketmq/proxy-node1
export RMQ_PROXY_HOME=/usr/local/rocketmq-all-5.5.0-bin-release
export RMQCTL_INSTANCE=proxy-node1
export RMQCTL_UNIT=rocketmq-cluster-proxy-node1.service
export RMQCTL_DIGEST=2:b6090c658842fc2b
ulimit -n 655350 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cd /var/log/rocketmq/proxy-node1 || exit 1

# How far the log was before: what lies behind that is what this start wrote.
log=/var/log/rocketmq/proxy-node1/logs/rocketmqlogs/proxy.log
if [ -n "$log" ] && [ -f "$log" ]; then
  wc -c <"$log" | tr -d ' ' >.log-offset
else
  echo 0 >.log-offset
fi

if [ -f console.log ]; then
  mv -f console.log console.log.1
fi
echo $$ >/var/log/rocketmq/proxy-node1/pid
exec sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runproxy.sh '-Duser.home=/var/log/rocketmq/proxy-node1' '-Drmq.logback.configurationFile=/usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.proxy.logback.xml' org.apache.rocketmq.proxy.ProxyStartup -pc /usr/local/rocketmq-all-5.5.0-bin-release/conf/proxy-node1.json >console.log 2>&1
