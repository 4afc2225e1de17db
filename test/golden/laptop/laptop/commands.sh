#!/bin/sh
# What rmqctl deploys to laptop (127.0.0.1) where nothing is yet: RocketMQ 5.3.3, cluster laptop, mode async.
# Written by `rmqctl render`; change the inventory, not this file.
#
# To do it by hand: copy this directory to the host, and the release into it (rmqctl fetch 5.3.3 -o rocketmq-5.3.3.tar);
# there, as me: sh commands.sh.
set -eu
cd "$(dirname "$0")"
release=${RELEASE:-rocketmq-5.3.3.tar}
umask 022

# await FILE PATTERN: until a line of the file matches; gives up after two minutes
await() {
  tries=0
  until grep -Eq -e "$2" "$1" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 120 ]; then
      echo "no line of $1 matches $2; its last ones:" >&2
      tail -n 20 "$1" >&2
      exit 1
    fi
    sleep 1
  done
}

# note what rmqctl manages here
[ -d /home/me/.local/state/rmqctl/laptop ] || install -d /home/me/.local/state/rmqctl/laptop
install -m 600 ./home/me/.local/state/rmqctl/laptop/manifest.json /home/me/.local/state/rmqctl/laptop/manifest.json

# unpack RocketMQ 5.3.3 to /home/me/rocketmq/rocketmq-all-5.3.3-bin-release
install -d /home/me/rocketmq/rocketmq-all-5.3.3-bin-release
tar -xf "$release" -C /home/me/rocketmq/rocketmq-all-5.3.3-bin-release
echo 5.3.3 "$(sha256sum <"$release" | cut -d' ' -f1)" >/home/me/rocketmq/rocketmq-all-5.3.3-bin-release/.rmqctl-release


# make directory /home/me/rocketmq/logs/namesrv-laptop
install -d -m 755 /home/me/rocketmq/logs/namesrv-laptop

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/runserver.sh
[ -d /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin ] || install -d /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin
install -m 755 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/runserver.sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/runserver.sh

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/namesrv-laptop.properties
[ -d /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf ] || install -d /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf
install -m 644 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/namesrv-laptop.properties /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/namesrv-laptop.properties

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-namesrv-laptop.sh
install -m 755 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-namesrv-laptop.sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-namesrv-laptop.sh

# make directory /home/me/rocketmq/logs/broker-a
install -d -m 755 /home/me/rocketmq/logs/broker-a

# make directory /home/me/rocketmq/store/broker-a
install -d -m 755 /home/me/rocketmq/store/broker-a

# make directory /home/me/rocketmq/store/broker-a/commitlog
install -d -m 755 /home/me/rocketmq/store/broker-a/commitlog

# make directory /home/me/rocketmq/store/broker-a/consumequeue
install -d -m 755 /home/me/rocketmq/store/broker-a/consumequeue

# make directory /home/me/rocketmq/store/broker-a/index
install -d -m 755 /home/me/rocketmq/store/broker-a/index

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/runbroker.sh
install -m 755 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/runbroker.sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/runbroker.sh

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async/broker-a.properties
[ -d /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async ] || install -d /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async
install -m 644 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async/broker-a.properties /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async/broker-a.properties

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a.sh
install -m 755 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a.sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a.sh

# make directory /home/me/rocketmq/logs/broker-a-s
install -d -m 755 /home/me/rocketmq/logs/broker-a-s

# make directory /home/me/rocketmq/store/broker-a-s
install -d -m 755 /home/me/rocketmq/store/broker-a-s

# make directory /home/me/rocketmq/store/broker-a-s/commitlog
install -d -m 755 /home/me/rocketmq/store/broker-a-s/commitlog

# make directory /home/me/rocketmq/store/broker-a-s/consumequeue
install -d -m 755 /home/me/rocketmq/store/broker-a-s/consumequeue

# make directory /home/me/rocketmq/store/broker-a-s/index
install -d -m 755 /home/me/rocketmq/store/broker-a-s/index

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async/broker-a-s.properties
install -m 644 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async/broker-a-s.properties /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/conf/2m-2s-async/broker-a-s.properties

# write /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a-s.sh
install -m 755 ./home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a-s.sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a-s.sh

# start namesrv-laptop
setsid nohup sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-namesrv-laptop.sh </dev/null >/dev/null 2>&1 &

# wait until they are ready
await /home/me/rocketmq/logs/namesrv-laptop/console.log 'The Name Server boot success\.'

# --- when all name servers of the cluster are ready: masters

# start broker-a
setsid nohup sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a.sh </dev/null >/dev/null 2>&1 &

# wait until they are ready
await /home/me/rocketmq/logs/broker-a/console.log 'The broker\[.+, .+\] boot success\.'
await /home/me/rocketmq/logs/broker-a/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=127\.0\.0\.1:9876'

# --- when all masters of the cluster are ready: slaves

# start broker-a-s
setsid nohup sh /home/me/rocketmq/rocketmq-all-5.3.3-bin-release/bin/start-broker-a-s.sh </dev/null >/dev/null 2>&1 &

# wait until they are ready
await /home/me/rocketmq/logs/broker-a-s/console.log 'The broker\[.+, .+\] boot success\.'
await /home/me/rocketmq/logs/broker-a-s/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=127\.0\.0\.1:9876'
