#!/usr/bin/env bash
# Whole processes: `folio build` beside `typst compile` on the project that folio emits.
# Needs `cargo install typst-cli --version 0.15.1` and `hyperfine`; GNU time shows peak memory.
set -euo pipefail
folio="${FOLIO:-target/release/folio}"
project="${1:-samples/digital-readiness}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$folio" build "$project" --output "$folder/folio.pdf" --emit-typst "$folder/plain"
stock=(typst compile --root "$folder/plain" --font-path "$folder/plain/fonts" --ignore-system-fonts
  --pdf-standard a-2a,ua-1 "$folder/plain/main.typ" "$folder/typst.pdf")
hyperfine --warmup 1 --runs 10 \
  "$folio build $project --output $folder/folio.pdf" "${stock[*]}"
for command in "$folio build $project --output $folder/folio.pdf" "${stock[*]}"; do
  /usr/bin/time -f '%M KiB peak: %C' $command > /dev/null
done
