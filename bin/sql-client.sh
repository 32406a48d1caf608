#!/usr/bin/env bash
# Runs the SQL client: finds Node, in a clone of the sources installs and builds first where that is needed, and hands over to
# sql-client/dist/src/main.js, which does all the rest. `sql-client.sh --help` says what there is.
set -euo pipefail

# The folder above this file, also when it is called through links.
self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in /*) self=$target ;; *) self=$(dirname "$self")/$target ;; esac
done
root=$(cd "$(dirname "$self")/.." && pwd -P)

product='The SQL client'
. "$root/bin/node.sh"
# What it says about its progress is no result of a statement.
prepare_node >&2

# The gateway inside runs each query on a thread of libuv's pool, which is made once, and keeps eight for other work.
export UV_THREADPOOL_SIZE="${UV_THREADPOOL_SIZE:-16}"
# Results pass through in buffers beside a heap that is small; without some room V8 collects all of it every few megabytes.
exec "$node" --disable-warning=ExperimentalWarning --initial-heap-size=96 "$root/sql-client/dist/src/main.js" "$root" "$@"
