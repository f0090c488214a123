#!/usr/bin/perl
# Writes the stop words of Snowball's lists (Lingua::StopWords) as a C table:
# one row a language, its words in byte order, for lib/stop-words.c to include.
use strict;
use warnings;
use Lingua::StopWords qw(getStopWords);

binmode STDOUT, ':encoding(UTF-8)';
for my $language (qw(da de en es fi fr hu id it nl no pt ru sv)) {
    my $words = getStopWords($language, 'UTF-8') or die "no stop words for $language\n";
    my @sorted = map { $_->[1] } sort { $a->[0] cmp $b->[0] }
        map { my $bytes = $_; utf8::encode($bytes); [$bytes, $_] } keys %$words;
    print "{\"$language\", ", scalar @sorted, ", (const char *const[]){",
        (map { "\"$_\", " } @sorted), "}},\n";
}
