#!/bin/sh
# Starts namesrv-laptop in the foreground and becomes its process. Written by rmqctl; change the inventory, not this file.
unset CLASSPATH JAVA_OPT JAVA_OPT_EXT JAVA_TOOL_OPTIONS RMQCTL_HEAP
export JAVA_HOME=/usr
export ROCKETMQ_HOME=/home/me/rocketmq/rocketmq-all-5.3.3-bin-release
export RMQCTL_LOGS=/home/me/rocketmq/logs/namesrv-laptop
export RMQCTL_INSTANCE=namesrv-laptop
export RMQCTL_UNIT=laptop-namesrv-laptop.service
export RMQCTL_DIGEST=2:e5d60cbb8af936af
ulimit -n 655350 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cd /home/me/rocketmq/logs/namesrv-laptop || exit 1

# How far the log was before: what lies behind that is what this start wrote.
log=/home/me/rocketmq/logs/namesrv-laptop/logs/rocketmqlogs/namesrv.log
if [ -n "$log" ] && [ -f "$log" ]; then
  wc -c <"$log" | tr -d ' ' >.log-offset
else
  echo 0 >.log-offset
fi

if [ -f console.log ]; then
  mv -f console.log console.log.1
fi
echo $$ >/home/me/rocketmq/logs/namesrv-laptop/pid
exec sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/runserver.sh '-Duser.home=/home/me/rocketmq/logs/namesrv-laptop' '-Drmq.logback.configurationFile=/home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/rmq.namesrv.logback.xml' org.apache.rocketmq.namesrv.NamesrvStartup -c /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/namesrv-laptop.properties >console.log 2>&1
