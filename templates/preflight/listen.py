# listen.py MARK WORD SECONDS PORT...: listens for a moment, says WORD to whoever connects, and ends with standard input.
import select, socket, sys, time

mark, word, until = sys.argv[1], sys.argv[2].encode(), time.time() + float(sys.argv[3])


def listen(port):
    for family, address in ((socket.AF_INET6, '::'), (socket.AF_INET, '0.0.0.0')):
        try:
            opened = socket.socket(family, socket.SOCK_STREAM)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            opened.bind((address, port))
            opened.listen(128)
            return opened
        except (OSError, socket.error):
            pass


listening = [one for one in map(listen, map(int, sys.argv[4:])) if one]
text = ' '.join(str(one.getsockname()[1]) for one in listening)
sys.stdout.write('\n%s up 0 %d\n%s' % (mark, len(text), text))
sys.stdout.flush()
while time.time() < until:
    for one in select.select(listening + [sys.stdin], [], [], 1)[0]:
        if one is sys.stdin:
            sys.exit(0)
        try:
            caller = one.accept()[0]
            caller.sendall(word)
            caller.close()
        except (OSError, socket.error):
            pass
