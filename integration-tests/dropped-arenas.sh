#!/usr/bin/env bash
# As dropped.sh, for automatic arenas with one segment each; JAVA must be of release 22 or later.
# usage: integration-tests/dropped-arenas.sh [ROUNDS [SECONDS [JAVA...]]]
PROGRAM=DroppedArenas exec "$(dirname "${BASH_SOURCE[0]}")/dropped.sh" "$@"
