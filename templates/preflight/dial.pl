# dial.pl ADDRESS PORT SECONDS LENGTH: connects and prints what is said there, up to LENGTH bytes.
use strict;
use IO::Socket::INET;

my ($address, $port, $seconds, $length) = @ARGV;
my $there = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Proto => 'tcp', Timeout => $seconds)
  or die "$@\n";
alarm $seconds;
sysread $there, my $heard, $length if $length;
print $heard if defined $heard;
