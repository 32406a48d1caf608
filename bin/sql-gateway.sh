#!/usr/bin/env bash
# Runs the SQL Gateway: finds Node, in a clone of the sources installs and builds first where that is needed, and hands over to
# gateway-service/dist/src/cli/main.js, which does all the rest. `sql-gateway.sh --help` says what there is.
set -euo pipefail

# The folder above this file, also when it is called through links.
self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in /*) self=$target ;; *) self=$(dirname "$self")/$target ;; esac
done
root=$(cd "$(dirname "$self")/.." && pwd -P)

# What npm brought for this platform, else what is on the path; prints nothing when there is no Node of at least a major version.
find_node() {
  local candidate major
  for candidate in "$root/node_modules/.bin/node" "$(command -v node || true)"; do
    [ -x "$candidate" ] || continue
    major=$("$candidate" -p 'process.versions.node.split(".")[0]' 2>/dev/null) || continue
    if [ "$major" -ge "$1" ]; then echo "$candidate" && return; fi
  done
}

refuse() {
  echo "The SQL Gateway needs Node.js $1 or newer, and there is none for this platform ($(uname -s) $(uname -m))." >&2
  echo "Install it from https://nodejs.org and put it on the PATH." >&2
  exit 1
}

if [ -f "$root/scripts/is-built.sh" ] && [ "${SQL_GATEWAY_BUILD:-}" != never ] && ! "$root/scripts/is-built.sh"; then
  builder=$(find_node 20)
  [ -n "$builder" ] || refuse 24
  "$builder" "$root/scripts/bootstrap.mjs" || exit 1
fi

node=$root/node_modules/.bin/node
[ -x "$node" ] || node=$(find_node 24)
[ -n "$node" ] || refuse 24

# The embedded engine runs each query on a thread of libuv's pool, which is made once; four threads would let queries wait for
# each other. Many more cost: each call wakes the thread that has slept longest, on a cold core.
export UV_THREADPOOL_SIZE="${UV_THREADPOOL_SIZE:-80}"
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/.cache/node}"
# The heap is small beside the buffers of results that pass through; without some room V8 collects all of it every few megabytes.
exec "$node" --disable-warning=ExperimentalWarning --initial-heap-size=96 "$root/gateway-service/dist/src/cli/main.js" "$root" "$@"
