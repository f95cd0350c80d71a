#!/bin/sh
# Installs the real clients that the end-to-end tests drive, where this machine lets us (Debian, root).
# Tests whose client is missing say so and are skipped; .ci/run counts a skip as a failure.
set -eu
wanted="skopeo podman buildah docker.io docker-registry containerd runc awscli kubernetes-client
qemu-user-static libc6-arm64-cross"
missing=""
command -v skopeo >/dev/null || missing="$missing skopeo"
command -v podman >/dev/null || missing="$missing podman"
command -v buildah >/dev/null || missing="$missing buildah"
command -v docker >/dev/null && command -v dockerd >/dev/null || missing="$missing docker.io"
command -v docker-registry >/dev/null || missing="$missing docker-registry"
command -v containerd >/dev/null || missing="$missing containerd"
command -v runc >/dev/null || missing="$missing runc"
command -v aws >/dev/null || missing="$missing awscli"
command -v kubectl >/dev/null || missing="$missing kubernetes-client"
if [ "$(uname -m)" = x86_64 ]; then
  # The executables for arm64 run here too, under an emulator with Debian's libraries for cross builds.
  command -v qemu-aarch64-static >/dev/null || missing="$missing qemu-user-static"
  [ -e /usr/aarch64-linux-gnu/lib/libc.so.6 ] || missing="$missing libc6-arm64-cross"
fi
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "setup: install these to run every test:$missing (of $wanted)" >&2
  exit 0
fi
apt-get update -qq
# shellcheck disable=SC2086 # a list of package names, to be split
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
