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

product='The SQL Gateway'
. "$root/bin/node.sh"
prepare_node

# The embedded engine runs each query on a thread of libuv's pool, which is made once; four threads would let queries wait for
# each other. Many more cost: each call wakes the thread that has slept longest, on a cold core.
export UV_THREADPOOL_SIZE="${UV_THREADPOOL_SIZE:-80}"
# The heap is small beside the buffers of results that pass through; without some room V8 collects all of it every few megabytes.
# And V8 must not take what requests make for something that lasts, because ended operations are kept for a while: see docs/adr/0019.
exec "$node" --disable-warning=ExperimentalWarning --initial-heap-size=96 --no-allocation-site-pretenuring \
  "$root/gateway-service/dist/src/cli/main.js" "$root" "$@"
