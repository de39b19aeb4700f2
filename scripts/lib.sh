# Common ground of the entry points: messages, the choice of the JDK, the build. Sourced, never run.
# Needs bash alone until a build is due, so that `fabricast` starts fast.
# shellcheck shell=bash
set -euo pipefail

# Exit statuses of the command line that scripts give too.
readonly EXIT_TOOL_MISSING=7 EXIT_TOOL_FAILED=8

readonly OLDEST_JDK=21

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
stamp=$root/target/build.stamp
runtime_classpath=$root/compiler/target/runtime.classpath
cache=${FABRICAST_CACHE:-${XDG_CACHE_HOME:-${HOME:-$root/target}/.cache}/fabricast}

say() {
    printf '%s\n' "$*"
}

# fail STATUS REASON [WHAT TO DO]
fail() {
    local status=$1
    printf 'error: %s\n' "$2" >&2
    if [ $# -gt 2 ]; then printf 'Hint: %s\n' "$3" >&2; fi
    exit "$status"
}

# begin_steps COUNT, then `step TITLE` for each: [2/5] TITLE
begin_steps() {
    steps=$1
    step=0
}

step() {
    step=$((step + 1))
    say "[$step/$steps] $*"
}

# jdk_version HOME: REPLY becomes major * 1000000 + minor * 1000 + patch of the JDK there, 0 if there is none.
jdk_version() {
    REPLY=0
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    local line
    while IFS= read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+)(\.([0-9]+))?(\.([0-9]+))? ]]; then
            REPLY=$((10#${BASH_REMATCH[1]} * 1000000 + 10#${BASH_REMATCH[3]:-0} * 1000 + 10#${BASH_REMATCH[5]:-0}))
            return 0
        fi
    done < "$1/release"
}

# The rule of Maven's toolchains: the newest JDK of at least 21 among JAVA_HOME, /usr/lib/jvm and PATH.
# Sets jdk (its home) and jdk_number; returns 1 if there is none.
select_jdk() {
    jdk='' jdk_number=0
    local candidate on_path
    on_path=$(type -P javac || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path")
        on_path=${on_path%/bin/javac}
    fi
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$on_path"; do
        [ -n "$candidate" ] || continue
        jdk_version "$candidate"
        if [ "$REPLY" -gt "$jdk_number" ]; then
            jdk=$candidate jdk_number=$REPLY
        fi
    done
    [ "$jdk_number" -ge $((OLDEST_JDK * 1000000)) ]
}

require_jdk() {
    select_jdk || fail $EXIT_TOOL_MISSING \
        "no JDK of version $OLDEST_JDK or newer in JAVA_HOME, /usr/lib/jvm or PATH" "run scripts/setup"
}

# What the products of the build hang on.
sources_newer_than() {
    [ -n "$(find "$root/pom.xml" "$root/.mvn" "$root/boards" "$root"/*/pom.xml "$root"/*/src/main \
        -newer "$1" -print -quit)" ]
}

# True if the last build is complete and no source is newer than it. Sets classpath.
is_fresh() {
    [ -f "$stamp" ] && [ -f "$runtime_classpath" ] || return 1
    sources_newer_than "$stamp" && return 1
    IFS= read -r classpath < "$runtime_classpath" || [ -n "$classpath" ] || return 1
    classpath=$root/compiler/target/fabricast-compiler-0.1.0-SNAPSHOT.jar:$classpath
    local entry entries
    IFS=: read -ra entries <<< "$classpath"
    for entry in "${entries[@]}"; do
        [ -f "$entry" ] || return 1
    done
}

# maven ARGUMENT…: without the network if that suffices. Its output goes to stdout.
maven() {
    type -P mvn > /dev/null || fail $EXIT_TOOL_MISSING "mvn is not installed" "run scripts/setup"
    local home=${JAVA_HOME:-}
    if [ -z "$home" ] && ! type -P java > /dev/null; then home=$jdk; fi
    (cd "$root" && JAVA_HOME=$home mvn -B -ntp -Dstyle.color=never "$@")
}

# Builds what `fabricast` runs, if it is missing or out of date; one at a time.
build_if_stale() {
    is_fresh && return
    mkdir -p "$root/target"
    local log=$root/target/build.log lock
    exec {lock}> "$root/target/build.lock"
    flock "$lock"
    if ! is_fresh; then
        say "building Fabricast (log in target/build.log)" >&2
        rm -f "$stamp"
        : > "$stamp.new" # as old as the start: what is edited meanwhile is built the next time
        local goals=(-q -pl compiler -am package -Dmaven.test.skip=true)
        if ! maven -o "${goals[@]}" > "$log" 2>&1; then
            if ! grep -qiE 'offline|has not been downloaded' "$log" || ! maven "${goals[@]}" > "$log" 2>&1; then
                grep -m 10 -E '^\[ERROR\]|^\[FATAL\]' "$log" >&2 || tail -10 "$log" >&2
                fail $EXIT_TOOL_FAILED "the build failed" "read target/build.log"
            fi
        fi
        mv "$stamp.new" "$stamp"
        is_fresh || fail $EXIT_TOOL_FAILED "the build is not complete" "run mvn clean, then try again"
    fi
    exec {lock}>&-
}
