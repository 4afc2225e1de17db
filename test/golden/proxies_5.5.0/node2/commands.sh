#!/bin/sh
# What rmqctl deploys to node2 (192.168.47.145) where nothing is yet: RocketMQ 5.5.0, cluster rocketmq-cluster, mode async.
# Written by `rmqctl render`; change the inventory, not this file.
#
# To do it by hand: copy this directory to the host, and the release into it (rmqctl fetch 5.5.0 -o rocketmq-5.5.0.tar);
# there, as root: sh commands.sh. It stops where the other hosts have to be as far, and goes on when you say so.
set -eu
cd "$(dirname "$0")"
release=${RELEASE:-rocketmq-5.5.0.tar}
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

# go_on WHEN: waits for a person, if there is one
go_on() {
  echo "-- $1"
  if [ -t 0 ]; then
    printf 'Go on? [Enter] '
    read -r _
  fi
}

# note what rmqctl manages here
[ -d /var/lib/rmqctl/rocketmq-cluster ] || install -d /var/lib/rmqctl/rocketmq-cluster
install -m 600 ./var/lib/rmqctl/rocketmq-cluster/manifest.json /var/lib/rmqctl/rocketmq-cluster/manifest.json

# make the system user rocketmq
if ! id -u rocketmq >/dev/null 2>&1; then
  useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin rocketmq
fi

# 8 lines in /etc/hosts
if grep -Fqx '# END rmqctl rocketmq-cluster' /etc/hosts; then
  sed -i -E '/^# BEGIN rmqctl rocketmq-cluster$/,/^# END rmqctl rocketmq-cluster$/d' /etc/hosts
fi
cat ./etc/hosts >>/etc/hosts

# firewalld zone of 192.168.47.145: open 8090, 8091, 9876, 10909, 10911, 10912, 11009, 11011, 11012
if firewall-cmd -q --state 2>/dev/null; then
  device=$(ip -o addr show to 192.168.47.145 | { read -r _ device _ && echo "$device"; })
  zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null || firewall-cmd --get-default-zone)
  firewall-cmd --permanent --zone="$zone" --add-port 8090/tcp --add-port 8091/tcp --add-port 9876/tcp --add-port 10909/tcp --add-port 10911/tcp --add-port 10912/tcp --add-port 11009/tcp --add-port 11011/tcp --add-port 11012/tcp
  firewall-cmd --reload
fi

# unpack RocketMQ 5.5.0 to /usr/local/rocketmq-all-5.5.0-bin-release
install -d -o rocketmq -g rocketmq /usr/local/rocketmq-all-5.5.0-bin-release
tar -xf "$release" -C /usr/local/rocketmq-all-5.5.0-bin-release
echo 5.5.0 "$(sha256sum <"$release" | cut -d' ' -f1)" >/usr/local/rocketmq-all-5.5.0-bin-release/.rmqctl-release
chown -R rocketmq:rocketmq /usr/local/rocketmq-all-5.5.0-bin-release

# write /etc/profile.d/rocketmq.sh
[ -d /etc/profile.d ] || install -d -o root -g root /etc/profile.d
install -m 644 -o root -g root ./etc/profile.d/rocketmq.sh /etc/profile.d/rocketmq.sh

# make directory /var/log/rocketmq/namesrv-node2
install -d -m 755 -o rocketmq -g rocketmq /var/log/rocketmq/namesrv-node2

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh
[ -d /usr/local/rocketmq-all-5.5.0-bin-release/bin ] || install -d -o rocketmq -g rocketmq /usr/local/rocketmq-all-5.5.0-bin-release/bin
install -m 755 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh

# write /usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-node2.properties
[ -d /usr/local/rocketmq-all-5.5.0-bin-release/conf ] || install -d -o rocketmq -g rocketmq /usr/local/rocketmq-all-5.5.0-bin-release/conf
install -m 644 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-node2.properties /usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-node2.properties

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-namesrv-node2.sh
install -m 755 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/start-namesrv-node2.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-namesrv-node2.sh

# write /etc/systemd/system/rocketmq-cluster-namesrv-node2.service
[ -d /etc/systemd/system ] || install -d -o root -g root /etc/systemd/system
install -m 644 -o root -g root ./etc/systemd/system/rocketmq-cluster-namesrv-node2.service /etc/systemd/system/rocketmq-cluster-namesrv-node2.service

# make directory /var/log/rocketmq/broker-a-s
install -d -m 755 -o rocketmq -g rocketmq /var/log/rocketmq/broker-a-s

# make directory /usr/local/rocketmq/store/broker-a-s
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-a-s

# make directory /usr/local/rocketmq/store/broker-a-s/commitlog
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-a-s/commitlog

# make directory /usr/local/rocketmq/store/broker-a-s/consumequeue
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-a-s/consumequeue

# make directory /usr/local/rocketmq/store/broker-a-s/index
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-a-s/index

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/runbroker.sh
install -m 755 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/runbroker.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runbroker.sh

# write /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async/broker-a-s.properties
[ -d /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async ] || install -d -o rocketmq -g rocketmq /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async
install -m 644 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async/broker-a-s.properties /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async/broker-a-s.properties

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-a-s.sh
install -m 755 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-a-s.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-a-s.sh

# write /etc/systemd/system/rocketmq-cluster-broker-a-s.service
install -m 644 -o root -g root ./etc/systemd/system/rocketmq-cluster-broker-a-s.service /etc/systemd/system/rocketmq-cluster-broker-a-s.service

# make directory /var/log/rocketmq/broker-b
install -d -m 755 -o rocketmq -g rocketmq /var/log/rocketmq/broker-b

# make directory /usr/local/rocketmq/store/broker-b
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-b

# make directory /usr/local/rocketmq/store/broker-b/commitlog
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-b/commitlog

# make directory /usr/local/rocketmq/store/broker-b/consumequeue
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-b/consumequeue

# make directory /usr/local/rocketmq/store/broker-b/index
install -d -m 755 -o rocketmq -g rocketmq /usr/local/rocketmq/store/broker-b/index

# write /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async/broker-b.properties
install -m 644 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async/broker-b.properties /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-async/broker-b.properties

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-b.sh
install -m 755 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-b.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-b.sh

# write /etc/systemd/system/rocketmq-cluster-broker-b.service
install -m 644 -o root -g root ./etc/systemd/system/rocketmq-cluster-broker-b.service /etc/systemd/system/rocketmq-cluster-broker-b.service

# make directory /var/log/rocketmq/proxy-node2
install -d -m 755 -o rocketmq -g rocketmq /var/log/rocketmq/proxy-node2

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/runproxy.sh
install -m 755 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/runproxy.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runproxy.sh

# write /usr/local/rocketmq-all-5.5.0-bin-release/conf/proxy-node2.json
install -m 644 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/conf/proxy-node2.json /usr/local/rocketmq-all-5.5.0-bin-release/conf/proxy-node2.json

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-proxy-node2.sh
install -m 755 -o rocketmq -g rocketmq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/start-proxy-node2.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-proxy-node2.sh

# write /etc/systemd/system/rocketmq-cluster-proxy-node2.service
install -m 644 -o root -g root ./etc/systemd/system/rocketmq-cluster-proxy-node2.service /etc/systemd/system/rocketmq-cluster-proxy-node2.service

# start namesrv-node2
systemctl daemon-reload
systemctl enable --now rocketmq-cluster-namesrv-node2.service

# wait until they are ready
await /var/log/rocketmq/namesrv-node2/console.log 'The Name Server boot success\.'

# --- when all name servers of the cluster are ready: masters
go_on 'when all name servers of the cluster are ready: masters'

# start broker-b
systemctl daemon-reload
systemctl enable --now rocketmq-cluster-broker-b.service

# wait until they are ready
await /var/log/rocketmq/broker-b/console.log 'The broker\[.+, .+\] boot success\.'
await /var/log/rocketmq/broker-b/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver1:9876'
await /var/log/rocketmq/broker-b/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver2:9876'

# --- when all masters of the cluster are ready: slaves
go_on 'when all masters of the cluster are ready: slaves'

# start broker-a-s
systemctl daemon-reload
systemctl enable --now rocketmq-cluster-broker-a-s.service

# wait until they are ready
await /var/log/rocketmq/broker-a-s/console.log 'The broker\[.+, .+\] boot success\.'
await /var/log/rocketmq/broker-a-s/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver1:9876'
await /var/log/rocketmq/broker-a-s/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver2:9876'

# --- when all slaves of the cluster are ready: proxys
go_on 'when all slaves of the cluster are ready: proxys'

# start proxy-node2
systemctl daemon-reload
systemctl enable --now rocketmq-cluster-proxy-node2.service

# wait until they are ready
await /var/log/rocketmq/proxy-node2/console.log 'rocketmq-proxy startup successfully'
