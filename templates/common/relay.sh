# Carries bytes between standard input and output and a TCP connection, with whatever the host has for it: $1 address, $2 port.
# Once connected it says so by a line; exit status 44: there is no program for it. nc cannot say that it is connected, so it
# tries first.
if command -v python3 >/dev/null 2>&1; then
  exec python3 -c '
import os,socket,sys,threading
s=socket.create_connection((sys.argv[1],int(sys.argv[2])),3); s.settimeout(None)
os.write(1,b"rmqctl-connected\n")
def up():
    while True:
        b=os.read(0,65536)
        if not b: break
        s.sendall(b)
    os._exit(0)
threading.Thread(target=up,daemon=True).start()
while True:
    b=s.recv(65536)
    if not b: break
    os.write(1,b)
' "$1" "$2"
elif command -v perl >/dev/null 2>&1; then
  exec perl -MIO::Socket::INET -e '
$s=IO::Socket::INET->new(PeerAddr=>$ARGV[0],PeerPort=>$ARGV[1],Timeout=>3) or die "$@\n";
syswrite(STDOUT,"rmqctl-connected\n");
if(!($p=fork)){while(sysread(STDIN,$b,65536)){syswrite($s,$b)} shutdown($s,2); exit 0}
while(sysread($s,$b,65536)){syswrite(STDOUT,$b)} kill 15,$p;
' "$1" "$2"
elif command -v bash >/dev/null 2>&1; then
  exec bash -c '
exec 3<>"/dev/tcp/$0/$1" || exit 1
echo rmqctl-connected
cat <&3 & reader=$!
cat >&3
kill "$reader" 2>/dev/null' "$1" "$2"
elif command -v nc >/dev/null 2>&1; then
  nc -z -w 3 "$1" "$2" || { echo "connection refused or no answer" >&2; exit 1; }
  echo rmqctl-connected
  exec nc "$1" "$2"
fi
exit 44
