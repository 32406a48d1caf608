#!/bin/sh
# Says by its exit code whether the clone is installed and built (0) or needs `node scripts/bootstrap.mjs` (1), without starting Node.
# Installed: the stamp of the last installation is newer than package-lock.json. Built: no source is newer than the stamp of the last
# build; folders count too, so that a deleted file is noticed.
root=$(dirname "$0")/..
cd "$root" || exit 1

[ -x node_modules/.bin/node ] || exit 1
[ -f node_modules/.sql-gateway-installed ] || exit 1
[ package-lock.json -nt node_modules/.sql-gateway-installed ] && exit 1
[ -f dist/.built ] || exit 1

newer=$(find . -mindepth 1 \
  \( -name node_modules -o -name dist -o -name '.?*' -o -path ./docs -o -path ./conf -o -path ./plugins -o -path ./var -o -path ./log \
  -o -path ./run \) -prune \
  -o \( -type d -o -name '*.ts' -o -name '*.js' -o -name '*.mjs' -o -name '*.json' \) -newer dist/.built -print -quit)
[ -z "$newer" ]
