#!/bin/sh
# What the GitHub Action (action.yml) runs: looks once, annotates the run, and writes the summary of the step.
set -eu

if ! command -v hawser > /dev/null; then
  hawser() { node "$GITHUB_ACTION_PATH/bin/hawser.js" "$@"; }
fi
seen=${BUNDLE:-$(mktemp)}

set --
if [ -n "${NAMESPACE:-}" ]; then set -- "$@" --namespace "$NAMESPACE"; fi
if [ -n "${SELECTOR:-}" ]; then set -- "$@" --selector "$SELECTOR"; fi

# Targets are words, none of which is an option; what they may contain besides, Hawser refuses.
set -f
set -- "$@" -- ${TARGETS:-}
set +f

hawser collect --all --output "$seen" "$@"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  hawser doctor --all --bundle "$seen" --output markdown --fail-on never >> "$GITHUB_STEP_SUMMARY"
fi
hawser doctor --all --bundle "$seen" --output github --fail-on "${FAIL_ON:-never}"
