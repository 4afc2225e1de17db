# listen.pl MARK WORD SECONDS PORT...: listens for a moment, says WORD to whoever connects, and ends with standard input.
use strict;
use IO::Select;
use IO::Socket::INET;

my ($mark, $word, $seconds, @ports) = @ARGV;
my $until = time + $seconds;
$SIG{PIPE} = 'IGNORE';
my @listening = grep { defined } map {
  IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $_, Proto => 'tcp', Listen => 128, ReuseAddr => 1)
} @ports;
my $text = join ' ', map { $_->sockport } @listening;
$| = 1;
printf "\n%s up 0 %d\n%s", $mark, length $text, $text;
my $all = IO::Select->new(@listening, \*STDIN);
while (time < $until) {
  for my $one ($all->can_read(1)) {
    exit 0 if $one == \*STDIN;
    my $caller = $one->accept or next;
    syswrite $caller, $word;
    close $caller;
  }
}
