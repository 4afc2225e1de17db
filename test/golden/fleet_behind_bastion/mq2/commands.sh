#!/bin/sh
# What rmqctl deploys to mq2 (10.20.0.12) where nothing is yet: RocketMQ 5.5.0, cluster orders, mode sync.
# Written by `rmqctl render`; change the inventory, not this file.
#
# To do it by hand: copy this directory to the host;
# there, as root: sh commands.sh. It stops where the other hosts have to be as far, and goes on when you say so.
set -eu
cd "$(dirname "$0")"
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
[ -d /var/lib/rmqctl/orders ] || install -d /var/lib/rmqctl/orders
install -m 600 ./var/lib/rmqctl/orders/manifest.json /var/lib/rmqctl/orders/manifest.json

# make the system user orders-mq
if ! id -u orders-mq >/dev/null 2>&1; then
  useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin orders-mq
fi

# 9 lines in /etc/hosts
if grep -Fqx '# END rmqctl orders' /etc/hosts; then
  sed -i -E '/^# BEGIN rmqctl orders$/,/^# END rmqctl orders$/d' /etc/hosts
fi
cat ./etc/hosts >>/etc/hosts

# firewalld zone of 10.20.0.12: open 9876, 10909, 10911, 11009, 11011 to 10.30.0.0/16, 10.20.0.11, 10.20.0.13; 10912 to 10.20.0.13; 11012 to 10.20.0.11
if firewall-cmd -q --state 2>/dev/null; then
  device=$(ip -o addr show to 10.20.0.12 | { read -r _ device _ && echo "$device"; })
  zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null || firewall-cmd --get-default-zone)
  firewall-cmd --permanent --zone="$zone" --add-rich-rule 'rule family="ipv4" source address="10.30.0.0/16" port port="9876" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.11" port port="9876" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.13" port port="9876" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.30.0.0/16" port port="10909" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.11" port port="10909" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.13" port port="10909" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.30.0.0/16" port port="10911" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.11" port port="10911" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.13" port port="10911" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.13" port port="10912" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.30.0.0/16" port port="11009" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.11" port port="11009" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.13" port port="11009" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.30.0.0/16" port port="11011" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.11" port port="11011" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.13" port port="11011" protocol="tcp" accept' --add-rich-rule 'rule family="ipv4" source address="10.20.0.11" port port="11012" protocol="tcp" accept'
  firewall-cmd --reload
fi

# kernel settings in /etc/sysctl.d/90-rmqctl-orders.conf
[ -d /etc/sysctl.d ] || install -d /etc/sysctl.d
install -m 644 ./etc/sysctl.d/90-rmqctl-orders.conf /etc/sysctl.d/90-rmqctl-orders.conf
sysctl -p /etc/sysctl.d/90-rmqctl-orders.conf

# download RocketMQ 5.5.0 and unpack it to /usr/local/rocketmq-all-5.5.0-bin-release
install -d -o orders-mq -g orders-mq /usr/local/rocketmq-all-5.5.0-bin-release
curl -fL -o release.download https://repo.example.com/rocketmq-all-5.5.0-bin-release.zip
echo 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00  release.download' | sha512sum -c -
mkdir release.tree
unzip -q release.download -d release.tree
top=$(dirname "$(dirname "$(find release.tree -name 'rocketmq-broker-*.jar')")")
cp -R "$top/." /usr/local/rocketmq-all-5.5.0-bin-release
chmod 755 /usr/local/rocketmq-all-5.5.0-bin-release/bin/*
rm -rf release.download release.tree
echo 5.5.0 c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00 >/usr/local/rocketmq-all-5.5.0-bin-release/.rmqctl-release
chown -R orders-mq:orders-mq /usr/local/rocketmq-all-5.5.0-bin-release

# write /etc/profile.d/rocketmq.sh
[ -d /etc/profile.d ] || install -d -o root -g root /etc/profile.d
install -m 644 -o root -g root ./etc/profile.d/rocketmq.sh /etc/profile.d/rocketmq.sh

# make directory /var/log/rocketmq/namesrv-mq2
install -d -m 755 -o orders-mq -g orders-mq /var/log/rocketmq/namesrv-mq2

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh
[ -d /usr/local/rocketmq-all-5.5.0-bin-release/bin ] || install -d -o orders-mq -g orders-mq /usr/local/rocketmq-all-5.5.0-bin-release/bin
install -m 755 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runserver.sh

# write /usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-mq2.properties
[ -d /usr/local/rocketmq-all-5.5.0-bin-release/conf ] || install -d -o orders-mq -g orders-mq /usr/local/rocketmq-all-5.5.0-bin-release/conf
install -m 644 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-mq2.properties /usr/local/rocketmq-all-5.5.0-bin-release/conf/namesrv-mq2.properties

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-namesrv-mq2.sh
install -m 755 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/start-namesrv-mq2.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-namesrv-mq2.sh

# write /etc/systemd/system/orders-namesrv-mq2.service
[ -d /etc/systemd/system ] || install -d -o root -g root /etc/systemd/system
install -m 644 -o root -g root ./etc/systemd/system/orders-namesrv-mq2.service /etc/systemd/system/orders-namesrv-mq2.service

# make directory /var/log/rocketmq/broker-a-s
install -d -m 700 -o orders-mq -g orders-mq /var/log/rocketmq/broker-a-s

# make directory /usr/local/rocketmq/store/broker-a-s
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-a-s

# make directory /usr/local/rocketmq/store/broker-a-s/commitlog
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-a-s/commitlog

# make directory /usr/local/rocketmq/store/broker-a-s/consumequeue
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-a-s/consumequeue

# make directory /usr/local/rocketmq/store/broker-a-s/index
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-a-s/index

# /usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml: secrets are masked in what is logged
for mark_file in /var/lib/rmqctl/orders/restart/broker-a-s /var/lib/rmqctl/orders/restart/broker-b; do mkdir -p "${mark_file%/*}"; : >"$mark_file"; done
if grep -qF -e %m%n /usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml 2>/dev/null; then
  sed -e 's|%m%n|%replace(%m){'\''(?s)((?:^\|[^A-Za-z0-9_])(?:${RMQCTL_SECRET_KEYS:-(?!)})(?![A-Za-z0-9_])[=: "]*).*'\'','\''$1[redacted]'\''}%n|g' /usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml >/usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml.rmqctl-new
  chown orders-mq:orders-mq /usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml.rmqctl-new
  chmod 644 /usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml.rmqctl-new
  mv -f /usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml.rmqctl-new /usr/local/rocketmq-all-5.5.0-bin-release/conf/rmq.broker.logback.xml
fi

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/runbroker.sh
install -m 755 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/runbroker.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/runbroker.sh

# write /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync/broker-a-s.properties
[ -d /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync ] || install -d -o orders-mq -g orders-mq /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync
install -m 600 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync/broker-a-s.properties /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync/broker-a-s.properties

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-a-s.sh
install -m 700 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-a-s.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-a-s.sh

# write /etc/systemd/system/orders-broker-a-s.service
install -m 644 -o root -g root ./etc/systemd/system/orders-broker-a-s.service /etc/systemd/system/orders-broker-a-s.service

# make directory /var/log/rocketmq/broker-b
install -d -m 700 -o orders-mq -g orders-mq /var/log/rocketmq/broker-b

# make directory /usr/local/rocketmq/store/broker-b
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-b

# make directory /usr/local/rocketmq/store/broker-b/commitlog
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-b/commitlog

# make directory /usr/local/rocketmq/store/broker-b/consumequeue
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-b/consumequeue

# make directory /usr/local/rocketmq/store/broker-b/index
install -d -m 755 -o orders-mq -g orders-mq /usr/local/rocketmq/store/broker-b/index

# write /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync/broker-b.properties
install -m 600 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync/broker-b.properties /usr/local/rocketmq-all-5.5.0-bin-release/conf/2m-2s-sync/broker-b.properties

# write /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-b.sh
install -m 700 -o orders-mq -g orders-mq ./usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-b.sh /usr/local/rocketmq-all-5.5.0-bin-release/bin/start-broker-b.sh

# write /etc/systemd/system/orders-broker-b.service
install -m 644 -o root -g root ./etc/systemd/system/orders-broker-b.service /etc/systemd/system/orders-broker-b.service

# start namesrv-mq2
systemctl daemon-reload
systemctl enable --now orders-namesrv-mq2.service

# wait until they are ready
await /var/log/rocketmq/namesrv-mq2/console.log 'The Name Server boot success\.'

# --- when all name servers of the cluster are ready: masters
go_on 'when all name servers of the cluster are ready: masters'

# start broker-b
systemctl daemon-reload
systemctl enable --now orders-broker-b.service

# wait until they are ready
await /var/log/rocketmq/broker-b/console.log 'The broker\[.+, .+\] boot success\.'
await /var/log/rocketmq/broker-b/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver1:9876'
await /var/log/rocketmq/broker-b/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver2:9876'
await /var/log/rocketmq/broker-b/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver3:9876'

# --- when all masters of the cluster are ready: slaves
go_on 'when all masters of the cluster are ready: slaves'

# start broker-a-s
systemctl daemon-reload
systemctl enable --now orders-broker-a-s.service

# wait until they are ready
await /var/log/rocketmq/broker-a-s/console.log 'The broker\[.+, .+\] boot success\.'
await /var/log/rocketmq/broker-a-s/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver1:9876'
await /var/log/rocketmq/broker-a-s/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver2:9876'
await /var/log/rocketmq/broker-a-s/logs/rocketmqlogs/broker.log 'Registering current broker to name server completed\. TargetHost=rocketmq-nameserver3:9876'
