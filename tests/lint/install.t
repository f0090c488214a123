#!/usr/bin/env bash
# `make install` gives a binding that programs in C and C++ find through pkg-config, shared and static.
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
unset MAKEFLAGS MAKEOVERRIDES
number=0

# check NAME COMMAND...: one test.
check() {
    local name=$1 output
    shift
    number=$((number + 1))
    if output=$("$@" 2>&1); then
        echo "ok $number - $name"
    else
        echo "$output" | sed 's/^/# /'
        echo "not ok $number - $name"
    fi
}

# build_and_run DIRECTORY COMPILER PKG-CONFIG-OPTIONS...: the program tells the version.
build_and_run() {
    local directory=$1 compiler=$2
    shift 2
    local flags
    flags=$(PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_PATH=$directory/lib/pkgconfig \
        pkg-config "$@" --cflags --libs xapian-c) || return 1
    # shellcheck disable=SC2086 # lists of flags
    $compiler -Wall -Wextra -Wpedantic -Werror -o "$root/program" "$root/program.c" \
        -x none $flags &&
        [ "$(LD_LIBRARY_PATH=$directory/lib "$root/program")" = "$version DatabaseNotFoundError" ]
}

cat >"$root/program.c" <<'END'
#include <stdio.h>
#include <xapian-c.h>

int main(void)
{
    XapianDatabase *database = NULL;
    XapianError error;
    XapianStatus status = xapian_database_open("/nowhere", 0, &database, &error);
    printf("%s %s\n", xapian_version_string(), xapian_status_name(status));
    return 0;
}
END

version=$(pkg-config --modversion xapian-core)
directory=$root/opt/morgue
echo 1..9
check 'make install' make --silent install DESTDIR="$root" PREFIX=/opt/morgue
check 'C17 with gcc' build_and_run "$directory" 'gcc -std=c17 -x c'
check 'C17 with clang' build_and_run "$directory" 'clang -std=c17 -x c'
check 'C++17 with g++' build_and_run "$directory" 'g++ -std=c++17 -x c++'
check 'C++17 with clang++' build_and_run "$directory" 'clang++ -std=c++17 -x c++'
check 'the shared library is used' \
    sh -c "LD_LIBRARY_PATH=$directory/lib ldd $root/program | grep -q $directory/lib/libxapian-c.so.0"
rm "$directory"/lib/libxapian-c.so*
check 'C17, static' build_and_run "$directory" 'gcc -std=c17 -x c' --static
check 'the programs are installed' test -x "$directory/bin/morgue-index" -a -x "$directory/bin/morgue-search"
check 'the man pages are installed' test -e "$directory/share/man/man1/morgue-search.1" -a -e "$directory/share/man/man7/morgue-query.7"
