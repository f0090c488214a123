#!/usr/bin/perl
# Dependencies point one way: indexer | searcher → lib → xapian-c.h → xapian-c.cc → libxapian.
use strict;
use warnings;
use Test::More;

# What may not be included from where, and why.
my @rules = (
    [qr{^lib/|^include/morgue/}, qr{"(?:indexer|searcher)/}, 'lib knows neither program'],
    [qr{^indexer/},  qr{"searcher/},            'the indexer does not know the searcher'],
    [qr{^searcher/}, qr{"indexer/},             'the searcher does not know the indexer'],
    [qr{^(?:lib|include|searcher)/}, qr{<(?:libxml/|zlib|zstd|lzma|bzlib|brotli|archive|gmime|uchardet|cld2)},
        'formats belong to the indexer'],
    [qr{^(?!xapian-c/|tests/unit/.*\.cc$)}, qr{<xapian}, 'Xapian has one home'],
    [qr{^(?!indexer/(?:html|xml)-document\.[ch]$|tests/)}, qr{<libxml/}, 'libxml2 has one home'],
    [qr{^(?!indexer/source|indexer/bulk/(?:deflater|inflate)\.c$|tests/)},
        qr{<(?:zlib|archive(?:_entry)?|zstd|lzma|bzlib|brotli/.*)\.h>}, 'decompression has one home'],
    [qr{^include/xapian-c\.h$}, qr{glib|morgue/}, 'the binding stands alone'],
);

my @files = grep { /\.(?:[ch]|cc)$/ } split /\n/, `git ls-files`;
for my $file (@files) {
    open my $source, '<', $file or die "$file: $!";
    my @wrong;
    while (my $line = <$source>) {
        next unless $line =~ /^\s*#\s*include\s+(\S+)/;
        my $included = $1;
        push @wrong, "$included: $_->[2]" for grep { $file =~ $_->[0] && $included =~ $_->[1] } @rules;
    }
    is("@wrong", '', $file);
}
done_testing();
