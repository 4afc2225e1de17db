"""delay.py QUEUE MS [JITTER_MS]: holds each packet of a netfilter queue for MS milliseconds, then lets it go.

Speaks netlink itself (linux/netfilter/nfnetlink_queue.h), so that it needs nothing but Python.
"""

import heapq
import random
import select
import socket
import struct
import sys
import time

NETLINK_NETFILTER = 12
SO_RCVBUFFORCE = 33
SOL_NETLINK, NETLINK_NO_ENOBUFS = 270, 5
SUBSYSTEM = 3 << 8  # NFNL_SUBSYS_QUEUE
PACKET, VERDICT, CONFIG = SUBSYSTEM | 0, SUBSYSTEM | 1, SUBSYSTEM | 2
ERROR = 2  # NLMSG_ERROR
HEADERS = 20  # nlmsghdr and nfgenmsg


def attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def message(kind: int, queue: int, body: bytes) -> bytes:
    header = struct.pack("IHHII", HEADERS + len(body), kind, 1, 0, 0)
    return header + struct.pack("!BBH", 0, 0, queue) + body


def listen(queue: int) -> socket.socket:
    """A socket to which the kernel hands the queue's packets (their ids alone)."""
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    sock.bind((0, 0))
    sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
    sock.setsockopt(SOL_NETLINK, NETLINK_NO_ENOBUFS, 1)
    bind = attribute(1, struct.pack("!BBH", 1, 0, 0))
    copy_nothing_but_ids = attribute(2, struct.pack("!IB", 0, 1))
    room = attribute(3, struct.pack("!I", 65536))
    for setting in (bind, copy_nothing_but_ids, room):
        sock.send(message(CONFIG, queue, setting))
    return sock


def messages(data: bytes):
    """Each netlink message in data, as (kind, what follows its first header)."""
    at = 0
    while at + 16 <= len(data):
        length, kind = struct.unpack_from("IH", data, at)
        yield kind, data[at + 16 : at + length]
        at += (length + 3) & ~3


def packet_id(body: bytes):
    """The id in a packet message: its attribute 1, after the nfgenmsg."""
    at = 4
    while at + 4 <= len(body):
        length, kind = struct.unpack_from("HH", body, at)
        if kind & 0x7FFF == 1:
            return struct.unpack_from("!I", body, at + 4)[0]
        at += (length + 3) & ~3
    return None


def main(queue: int, delay: float, jitter: float) -> None:
    sock = listen(queue)
    print("ready", flush=True)
    held = []  # (when to let it go, id); ids grow, so equal times keep their order
    last = 0.0
    while True:
        now = time.monotonic()
        while held and held[0][0] <= now:
            accept = attribute(2, struct.pack("!II", 1, heapq.heappop(held)[1]))
            sock.send(message(VERDICT, queue, accept))
        if not select.select([sock], [], [], max(0, held[0][0] - now) if held else None)[0]:
            continue
        for kind, body in messages(sock.recv(1 << 20)):
            if kind == PACKET:
                wanted = time.monotonic() + delay + random.uniform(-jitter, jitter)
                last = max(last, wanted)  # a link does not reorder
                heapq.heappush(held, (last, packet_id(body)))
            elif kind == ERROR and struct.unpack_from("i", body)[0]:
                print("netlink error", struct.unpack_from("i", body)[0], flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]) / 1000, float(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0)
