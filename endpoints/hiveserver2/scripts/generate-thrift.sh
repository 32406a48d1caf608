#!/usr/bin/env bash
# Makes generated/ from src/wire/TCLIService.thrift. Needs the Thrift compiler 0.17.0 (Debian: thrift-compiler).
# With --check it changes nothing and fails when generated/ is not what the compiler gives.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(thrift -version)
[ "$version" = 'Thrift version 0.17.0' ] || {
  echo "Thrift compiler 0.17.0 is needed, found: $version" >&2
  exit 1
}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# es6: the runtime dropped the promise library that plain node output calls.
thrift -nowarn --gen js:node,ts,es6 -out "$out" src/wire/TCLIService.thrift
printf '{ "type": "commonjs" }\n' >"$out/package.json"
if [ "${1-}" = --check ]; then
  diff -r "$out" generated && echo 'generated/ is up to date'
else
  mkdir -p generated
  cp "$out"/* generated/
fi
