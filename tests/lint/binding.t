#!/usr/bin/perl
# The C binding is complete: what the header declares is exported and tested, and nothing else is
# exported; every exception class of the installed Xapian has a status.
use strict;
use warnings;
use Test::More;

my $build   = $ENV{MORGUE_BUILD} // 'build/default';
my $library = "$build/libxapian-c.so.0";

sub contents {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!";
    local $/;
    return scalar <$file>;
}

sub sorted { return [sort keys %{{map { $_ => 1 } @_}}] }

my $header = contents('include/xapian-c.h');
$header =~ s{/\*.*?\*/}{}gs;
my @declared = $header =~ /^[^#\n]*?\b(xapian_\w+)\(/gm;
cmp_ok(scalar @declared, '>', 200, 'the header declares functions');

is(system('make', '--silent', $library), 0, "$library is built");
my @exported = map { (split)[2] } split /\n/, `nm --dynamic --defined-only $library`;
is_deeply(sorted(@exported), sorted(@declared), 'the library exports what the header declares');

my $tests = join '', map { contents($_) } glob 'tests/unit/test-xapian-c-* tests/support/binding.c';
is_deeply([grep { $tests !~ /\b$_\(/ } @{sorted(@declared)}], [], 'every function is tested');

my $source = contents('xapian-c/xapian-c.cc');
my @defined = $source =~ /^\w[^;{}()]*?\b(xapian_\w+)\([^;{}]*\)\n\{/gm;
is_deeply(sorted(@defined), sorted(@declared), 'what the source defines is in the header');

my ($directory) = `pkg-config --variable=includedir xapian-core` =~ /(\S+)/;
my @classes = contents("$directory/xapian/error.h") =~ /^class \w+ (\w+Error) : public/gm;
cmp_ok(scalar @classes, '>', 20, 'Xapian has exception classes');
is_deeply([grep { $source !~ /\{XAPIAN_\w+_ERROR, "$_"\}/ } @classes], [],
    'every exception class has a status');
my $exceptions = contents('tests/unit/test-xapian-c-exceptions.cc');
is_deeply([grep { $exceptions !~ /"$_"/ } @classes], [], 'every exception class is tested');
done_testing();
