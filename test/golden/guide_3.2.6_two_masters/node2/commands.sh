#!/bin/sh
# What rmqctl deploys to node2 (192.168.100.146) where nothing is yet: RocketMQ 3.2.6, cluster rocketmq-cluster, mode masters.
# Written by `rmqctl render`; change the inventory, not this file.
#
# To do it by hand: copy this directory to the host, and the release into it (rmqctl fetch 3.2.6 -o rocketmq-3.2.6.tar);
# there, as root: sh commands.sh. It stops where the other hosts have to be as far, and goes on when you say so.
set -eu
cd "$(dirname "$0")"
release=${RELEASE:-rocketmq-3.2.6.tar}
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

# 4 lines in /etc/hosts
if grep -Fqx '# END rmqctl rocketmq-cluster' /etc/hosts; then
  sed -i -E '/^# BEGIN rmqctl rocketmq-cluster$/,/^# END rmqctl rocketmq-cluster$/d' /etc/hosts
fi
cat ./etc/hosts >>/etc/hosts

# firewalld zone of 192.168.100.146: open 9876, 10911, 10912
if firewall-cmd -q --state 2>/dev/null; then
  device=$(ip -o addr show to 192.168.100.146 | { read -r _ device _ && echo "$device"; })
  zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null || firewall-cmd --get-default-zone)
  firewall-cmd --permanent --zone="$zone" --add-port 9876/tcp --add-port 10911/tcp --add-port 10912/tcp
  firewall-cmd --reload
fi

# unpack RocketMQ 3.2.6 to /software/alibaba-rocketmq
install -d -o rocketmq -g rocketmq /software/alibaba-rocketmq
tar -xf "$release" -C /software/alibaba-rocketmq
echo 3.2.6 "$(sha256sum <"$release" | cut -d' ' -f1)" >/software/alibaba-rocketmq/.rmqctl-release
chown -R rocketmq:rocketmq /software/alibaba-rocketmq

# write /etc/profile.d/rocketmq.sh
[ -d /etc/profile.d ] || install -d -o root -g root /etc/profile.d
install -m 644 -o root -g root ./etc/profile.d/rocketmq.sh /etc/profile.d/rocketmq.sh

# make directory /software/rocketmq/logs/namesrv-node2
install -d -m 755 -o rocketmq -g rocketmq /software/rocketmq/logs/namesrv-node2

# /software/alibaba-rocketmq/conf/logback_namesrv.xml: ${RMQCTL_LOGS:-/software/rocketmq/logs} in place of ${user.home}
for mark_file in /var/lib/rmqctl/rocketmq-cluster/restart/namesrv-node2 /var/lib/rmqctl/rocketmq-cluster/restart/broker-b; do mkdir -p "${mark_file%/*}"; : >"$mark_file"; done
if grep -qF -e '${user.home}' /software/alibaba-rocketmq/conf/logback_namesrv.xml 2>/dev/null; then
  sed -e 's|\${user\.home}|${RMQCTL_LOGS:-/software/rocketmq/logs}|g' /software/alibaba-rocketmq/conf/logback_namesrv.xml >/software/alibaba-rocketmq/conf/logback_namesrv.xml.rmqctl-new
  chown rocketmq:rocketmq /software/alibaba-rocketmq/conf/logback_namesrv.xml.rmqctl-new
  chmod 644 /software/alibaba-rocketmq/conf/logback_namesrv.xml.rmqctl-new
  mv -f /software/alibaba-rocketmq/conf/logback_namesrv.xml.rmqctl-new /software/alibaba-rocketmq/conf/logback_namesrv.xml
fi

# /software/alibaba-rocketmq/conf/logback_broker.xml: ${RMQCTL_LOGS:-/software/rocketmq/logs} in place of ${user.home}
for mark_file in /var/lib/rmqctl/rocketmq-cluster/restart/namesrv-node2 /var/lib/rmqctl/rocketmq-cluster/restart/broker-b; do mkdir -p "${mark_file%/*}"; : >"$mark_file"; done
if grep -qF -e '${user.home}' /software/alibaba-rocketmq/conf/logback_broker.xml 2>/dev/null; then
  sed -e 's|\${user\.home}|${RMQCTL_LOGS:-/software/rocketmq/logs}|g' /software/alibaba-rocketmq/conf/logback_broker.xml >/software/alibaba-rocketmq/conf/logback_broker.xml.rmqctl-new
  chown rocketmq:rocketmq /software/alibaba-rocketmq/conf/logback_broker.xml.rmqctl-new
  chmod 644 /software/alibaba-rocketmq/conf/logback_broker.xml.rmqctl-new
  mv -f /software/alibaba-rocketmq/conf/logback_broker.xml.rmqctl-new /software/alibaba-rocketmq/conf/logback_broker.xml
fi

# /software/alibaba-rocketmq/conf/logback_filtersrv.xml: ${RMQCTL_LOGS:-/software/rocketmq/logs} in place of ${user.home}
for mark_file in /var/lib/rmqctl/rocketmq-cluster/restart/namesrv-node2 /var/lib/rmqctl/rocketmq-cluster/restart/broker-b; do mkdir -p "${mark_file%/*}"; : >"$mark_file"; done
if grep -qF -e '${user.home}' /software/alibaba-rocketmq/conf/logback_filtersrv.xml 2>/dev/null; then
  sed -e 's|\${user\.home}|${RMQCTL_LOGS:-/software/rocketmq/logs}|g' /software/alibaba-rocketmq/conf/logback_filtersrv.xml >/software/alibaba-rocketmq/conf/logback_filtersrv.xml.rmqctl-new
  chown rocketmq:rocketmq /software/alibaba-rocketmq/conf/logback_filtersrv.xml.rmqctl-new
  chmod 644 /software/alibaba-rocketmq/conf/logback_filtersrv.xml.rmqctl-new
  mv -f /software/alibaba-rocketmq/conf/logback_filtersrv.xml.rmqctl-new /software/alibaba-rocketmq/conf/logback_filtersrv.xml
fi

# /software/alibaba-rocketmq/conf/logback_tools.xml: ${HOME:-/tmp} in place of ${user.home}
for mark_file in /var/lib/rmqctl/rocketmq-cluster/restart/namesrv-node2 /var/lib/rmqctl/rocketmq-cluster/restart/broker-b; do mkdir -p "${mark_file%/*}"; : >"$mark_file"; done
if grep -qF -e '${user.home}' /software/alibaba-rocketmq/conf/logback_tools.xml 2>/dev/null; then
  sed -e 's|\${user\.home}|${HOME:-/tmp}|g' /software/alibaba-rocketmq/conf/logback_tools.xml >/software/alibaba-rocketmq/conf/logback_tools.xml.rmqctl-new
  chown rocketmq:rocketmq /software/alibaba-rocketmq/conf/logback_tools.xml.rmqctl-new
  chmod 644 /software/alibaba-rocketmq/conf/logback_tools.xml.rmqctl-new
  mv -f /software/alibaba-rocketmq/conf/logback_tools.xml.rmqctl-new /software/alibaba-rocketmq/conf/logback_tools.xml
fi

# write /software/alibaba-rocketmq/bin/runserver.sh
[ -d /software/alibaba-rocketmq/bin ] || install -d -o rocketmq -g rocketmq /software/alibaba-rocketmq/bin
install -m 755 -o rocketmq -g rocketmq ./software/alibaba-rocketmq/bin/runserver.sh /software/alibaba-rocketmq/bin/runserver.sh

# write /software/alibaba-rocketmq/conf/namesrv-node2.properties
[ -d /software/alibaba-rocketmq/conf ] || install -d -o rocketmq -g rocketmq /software/alibaba-rocketmq/conf
install -m 644 -o rocketmq -g rocketmq ./software/alibaba-rocketmq/conf/namesrv-node2.properties /software/alibaba-rocketmq/conf/namesrv-node2.properties

# write /software/alibaba-rocketmq/bin/start-namesrv-node2.sh
install -m 755 -o rocketmq -g rocketmq ./software/alibaba-rocketmq/bin/start-namesrv-node2.sh /software/alibaba-rocketmq/bin/start-namesrv-node2.sh

# write /etc/systemd/system/rocketmq-cluster-namesrv-node2.service
[ -d /etc/systemd/system ] || install -d -o root -g root /etc/systemd/system
install -m 644 -o root -g root ./etc/systemd/system/rocketmq-cluster-namesrv-node2.service /etc/systemd/system/rocketmq-cluster-namesrv-node2.service

# make directory /software/rocketmq/logs/broker-b
install -d -m 755 -o rocketmq -g rocketmq /software/rocketmq/logs/broker-b

# make directory /software/rocketmq/store/broker-b
install -d -m 755 -o rocketmq -g rocketmq /software/rocketmq/store/broker-b

# make directory /software/rocketmq/store/broker-b/commitlog
install -d -m 755 -o rocketmq -g rocketmq /software/rocketmq/store/broker-b/commitlog

# make directory /software/rocketmq/store/broker-b/consumequeue
install -d -m 755 -o rocketmq -g rocketmq /software/rocketmq/store/broker-b/consumequeue

# make directory /software/rocketmq/store/broker-b/index
install -d -m 755 -o rocketmq -g rocketmq /software/rocketmq/store/broker-b/index

# write /software/alibaba-rocketmq/bin/runbroker.sh
install -m 755 -o rocketmq -g rocketmq ./software/alibaba-rocketmq/bin/runbroker.sh /software/alibaba-rocketmq/bin/runbroker.sh

# write /software/alibaba-rocketmq/conf/2m-noslave/broker-b.properties
[ -d /software/alibaba-rocketmq/conf/2m-noslave ] || install -d -o rocketmq -g rocketmq /software/alibaba-rocketmq/conf/2m-noslave
install -m 644 -o rocketmq -g rocketmq ./software/alibaba-rocketmq/conf/2m-noslave/broker-b.properties /software/alibaba-rocketmq/conf/2m-noslave/broker-b.properties

# write /software/alibaba-rocketmq/bin/start-broker-b.sh
install -m 755 -o rocketmq -g rocketmq ./software/alibaba-rocketmq/bin/start-broker-b.sh /software/alibaba-rocketmq/bin/start-broker-b.sh

# write /etc/systemd/system/rocketmq-cluster-broker-b.service
install -m 644 -o root -g root ./etc/systemd/system/rocketmq-cluster-broker-b.service /etc/systemd/system/rocketmq-cluster-broker-b.service

# start namesrv-node2
systemctl daemon-reload
systemctl enable --now rocketmq-cluster-namesrv-node2.service

# wait until they are ready
await /software/rocketmq/logs/namesrv-node2/console.log 'The Name Server boot success\.'

# --- when all name servers of the cluster are ready: masters
go_on 'when all name servers of the cluster are ready: masters'

# start broker-b
systemctl daemon-reload
systemctl enable --now rocketmq-cluster-broker-b.service

# wait until they are ready
await /software/rocketmq/logs/broker-b/console.log 'The broker\[.+, .+\] boot success\.'
await /software/rocketmq/logs/broker-b/logs/rocketmqlogs/broker.log 'register broker to name server rocketmq-nameserver1:9876 OK'
await /software/rocketmq/logs/broker-b/logs/rocketmqlogs/broker.log 'register broker to name server rocketmq-nameserver2:9876 OK'
