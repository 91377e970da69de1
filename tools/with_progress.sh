#!/usr/bin/env bash
# with_progress.sh LABEL COMMAND…: runs a quiet command and says every few seconds that it still runs.
# Its output goes to build/log/, and is shown only when it fails.
set -uo pipefail

label=$1
shift
mkdir -p build/log
log=$(mktemp build/log/step.XXXXXX)
"$@" >"$log" 2>&1 </dev/null &
job=$!
trap 'kill "$job" 2>/dev/null; rm -f "$log"; exit 130' INT TERM

printf '• %s…\n' "$label"
waited=0
while kill -0 "$job" 2>/dev/null; do
  sleep 0.25
  waited=$((waited + 1))
  [ $((waited % 32)) -ne 0 ] || printf '  … %s: %d giây\n' "$label" $((waited / 4))
done
wait "$job"
status=$?
if [ "$status" -ne 0 ]; then
  tail -n 25 "$log" >&2
fi
rm -f "$log"
exit "$status"
