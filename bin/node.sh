# Read in by the launchers beside it, with the installation's folder in $root and what needs Node in $product.

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
  echo "$product needs Node.js $1 or newer, and there is none for this platform ($(uname -s) $(uname -m))." >&2
  echo "Install it from https://nodejs.org and put it on the PATH." >&2
  exit 1
}

# Leaves the Node to run on in $node. In a clone of the sources it installs and builds first where that is needed, and prints its progress.
prepare_node() {
  local builder
  if [ -f "$root/scripts/is-built.sh" ] && [ "${SQL_GATEWAY_BUILD:-}" != never ] && ! "$root/scripts/is-built.sh"; then
    builder=$(find_node 20)
    [ -n "$builder" ] || refuse 24
    "$builder" "$root/scripts/bootstrap.mjs" || exit 1
  fi
  node=$root/node_modules/.bin/node
  [ -x "$node" ] || node=$(find_node 24)
  [ -n "$node" ] || refuse 24
  export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/.cache/node}"
}
