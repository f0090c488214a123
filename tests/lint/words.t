#!/usr/bin/perl
# Functions that are forbidden, and where; nothing left to do in comments; a licence in each file.
use strict;
use warnings;
use Test::More;

my @rules = (
    [qr{}, qr{\b(?:strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|alloca|g_alloca|setjmp)\s*\(},
        'unsafe or unchecked'],
    [qr{}, qr{\b(?:mktime|timegm|strptime|localtime|gmtime|localtime_r|gmtime_r|strftime)\s*\(},
        'dates are civil dates'],
    [qr{^lib/|^include/morgue/}, qr{\btime_t\b}, 'dates are civil dates'],
    [qr{^(?:lib|xapian-c)/}, qr{\b(?:printf|puts|putchar|perror|exit|abort|g_print|g_printerr|g_warning|g_message|g_critical|g_error)\s*\(},
        'libraries return'],
    [qr{^(?:indexer|searcher)/(?!main\.c)}, qr{\b(?:exit|abort)\s*\(}, 'only main.c exits'],
    [qr{^(?:lib|indexer|searcher)/}, qr{\b(?:GMutex|GCond|GThread|g_thread_new|g_mutex_lock)\b},
        'POSIX threads, which ThreadSanitizer sees'],
    [qr{}, qr{\b(?:TODO|FIXME|XXX:|HACK)\b}, 'finished, or not there'],
    [qr{}, qr{\t}, 'blanks, not tabs'],
);

my @files = grep { /\.(?:[ch]|cc)$/ } split /\n/, `git ls-files`;
for my $file (@files) {
    open my $source, '<', $file or die "$file: $!";
    my @lines = <$source>;
    my @wrong;
    push @wrong, 'no SPDX line' unless $lines[0] =~ /SPDX-License-Identifier: GPL-2.0-or-later/;
    for my $number (1 .. @lines) {
        my $line = $lines[$number - 1];
        push @wrong, "$number: $_->[2]" for grep { $file =~ $_->[0] && $line =~ $_->[1] } @rules;
    }
    is("@wrong", '', $file);
}
done_testing();
