# dial.py ADDRESS PORT SECONDS LENGTH: connects and prints what is said there, up to LENGTH bytes.
import socket, sys

try:
    there = socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3]))
    heard = there.recv(int(sys.argv[4])) if int(sys.argv[4]) else b''
    sys.stdout.write(heard.decode('latin-1'))
except (OSError, socket.error) as error:
    sys.exit(str(error))
