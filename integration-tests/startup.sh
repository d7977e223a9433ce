#!/usr/bin/env bash
# How much later does a hello-world start with the agent? Medians over alternating runs, in milliseconds:
# without any agent, with one whose premain does nothing, and with ours.
# Exits with 1 where ours costs more than 120 ms over none, or 60 over the one that does nothing.
#
#   integration-tests/startup.sh [JAVA_HOME...]     otherwise: every JDK from 17 on that is found
set -euo pipefail

pairs=12
limit=120
limit_over_empty=60
agent=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/agent/target/tinyalloc-agent.jar
[[ -f $agent ]] || { echo "$agent is missing; run mvn package first" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The real homes of the java on the path, of JAVA_HOME and of what is installed beside them, from 17 on, one of each version.
jdks() {
  local home version known=()
  [[ -n ${JAVA_HOME:-} ]] && known+=("$(readlink -f "$JAVA_HOME")")
  command -v java >/dev/null && known+=("$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")")
  for home in "${known[@]}"; do
    printf '%s\n' "$home" "$(dirname "$home")"/*
  done | while read -r home; do
    [[ -x $home/bin/javac && -f $home/release ]] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    ((${version:-0} >= 17)) && printf '%s %s\n' "$version" "$(readlink -f "$home")"
  done | sort -n -u -k1,1 | cut -d' ' -f2-
}

# build HOME: the program, and the agent that does nothing.
build() {
  mkdir -p "$work/hello" "$work/empty"
  cat >"$work/Hello.java" <<'JAVA'
public class Hello {
  public static void main(String[] arguments) {
    System.out.println("Hello, world");
  }
}
JAVA
  cat >"$work/Empty.java" <<'JAVA'
public class Empty {
  public static void premain(String argument, java.lang.instrument.Instrumentation instrumentation) {}
}
JAVA
  "$1/bin/javac" -d "$work/hello" "$work/Hello.java"
  "$1/bin/javac" -d "$work/empty" "$work/Empty.java"
  printf 'Premain-Class: Empty\nCan-Retransform-Classes: true\n' >"$work/manifest"
  "$1/bin/jar" --create --file "$work/empty.jar" --manifest "$work/manifest" -C "$work/empty" .
}

# run WHAT: starts the program once and adds its time in microseconds to the file of that name.
run() {
  local options=() start
  case $1 in
    empty) options=("-javaagent:$work/empty.jar") ;;
    ours) options=("-javaagent:$agent=report=none") ;;
  esac
  start=${EPOCHREALTIME/[.,]/}
  "$home/bin/java" "${options[@]}" -cp "$work/hello" Hello >/dev/null
  echo $((${EPOCHREALTIME/[.,]/} - start)) >>"$work/$1.times"
}

# median WHAT: in milliseconds.
median() {
  sort -n "$work/$1.times" | awk '{t[NR] = $1} END {printf "%.0f", (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2000}'
}

if (($# > 0)); then
  homes=("$@")
else
  mapfile -t homes < <(jdks)
fi
((${#homes[@]} > 0)) || { echo "no JDK from 17 on was found; name one" >&2; exit 2; }

status=0
for home in "${homes[@]}"; do
  rm -rf "${work:?}"/*
  build "$home"
  for what in none empty ours; do
    run "$what"
  done
  rm "$work"/*.times
  for ((pair = 0; pair < pairs; pair++)); do
    # Neither is always first: what runs first may find a busier or a cooler machine.
    if ((pair % 2)); then order=(ours empty none); else order=(none empty ours); fi
    for what in "${order[@]}"; do
      run "$what"
    done
  done
  none=$(median none) empty=$(median empty) ours=$(median ours)
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$home/release")
  echo "JDK $version: no agent $none ms, empty agent $empty ms (+$((empty - none))), tinyalloc $ours ms (+$((ours - none)))"
  if ((ours - none > limit || ours - empty > limit_over_empty)); then
    echo "JDK $version: that is more than $limit ms over no agent, or $limit_over_empty over an empty one" >&2
    status=1
  fi
done
exit $status
