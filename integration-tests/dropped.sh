#!/usr/bin/env bash
# Rate and peak resident size of a program that drops direct buffers (PROGRAM=DroppedArenas: automatic arenas), without and with the agent, in alternating runs.
# usage: integration-tests/dropped.sh [ROUNDS [SECONDS [JAVA...]]]; build first: mvn -B -q package -DskipTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${1:-3}
seconds=${2:-5}
shift $(($# < 2 ? $# : 2))
javas=("${@:-java}")
agent=agent/target/tinyalloc-agent.jar
benchmarks=integration-tests/benchmarks/target/benchmarks.jar

run() {
  "$@" -cp "$benchmarks" "dev.tinyalloc.bench.${PROGRAM:-DroppedBuffers}" "$bytes" "$seconds"
}

printf '%-28s %-8s %6s | %8s %6s | %8s %6s | %6s %6s\n' java GC bytes 'JDK ns' MiB 'ours ns' MiB rate memory
for java in "${javas[@]}"; do
  for gc in G1 Serial; do
    for bytes in 256 4096 65536; do
      for ((round = 0; round < rounds; round++)); do
        options=(-Xmx1g "-XX:+Use${gc}GC")
        read -r jdk_ns jdk_mib < <(run "$java" "${options[@]}")
        read -r ns mib < <(run "$java" "${options[@]}" "-javaagent:$agent=report=none")
        awk -v java="$java" -v gc=$gc -v bytes=$bytes -v a="$jdk_ns" -v b="$jdk_mib" -v c="$ns" -v d="$mib" 'BEGIN {
          n = split(java, part, "/"); if (n > 2) java = part[n - 2]
          printf "%-28s %-8s %6d | %8d %6d | %8d %6d | %6.2f %6.2f\n", java, gc, bytes, a, b, c, d, a / c, d / b }'
      done
    done
  done
done
