#!/bin/sh
# Keeps the controller running: keeper.sh <project> <home>
#
# A shell, because it must stay when Node runs out of memory, and takes under a megabyte itself.
# It never gives up, and ends when told to (SIGTERM) or when <home>/run/stopping exists. What the controller starts
# (MariaDB, Asterisk) runs on its own: a controller that comes back takes it up again.
project=$1
home=$2
run=$home/run
log=$home/log/controller.log

cd "$project" || exit 1
echo $$ >"$run/keeper.pid"
ending=
controller=
trap 'ending=yes; [ -z "$controller" ] || kill -TERM "$controller" 2>/dev/null' TERM INT HUP

note() {
  printf '{"level":40,"time":"%s","msg":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)" "$1" >>"$log"
}

pause=0.2
while [ -z "$ending" ] && [ ! -e "$run/stopping" ]; do
  started=$(date +%s)
  # A small nursery: the controller is mostly idle, and idle memory counts more than the last percent of speed.
  node --max-semi-space-size=2 --import tsx main.ts >>"$log" 2>&1 </dev/null &
  controller=$!
  # A trap ends `wait` early, so it is asked again until the controller is really gone.
  while kill -0 "$controller" 2>/dev/null; do
    wait "$controller"
    code=$?
  done
  controller=
  if [ -n "$ending" ] || [ -e "$run/stopping" ]; then break; fi
  [ $(($(date +%s) - started)) -lt 30 ] || pause=0.2
  note "the controller ended with code $code; it is started again in $pause s"
  sleep "$pause" &
  wait $!
  case $pause in 0.2) pause=0.5 ;; 0.5) pause=1 ;; 1) pause=2 ;; *) pause=5 ;; esac
done
rm -f "$run/keeper.pid"
