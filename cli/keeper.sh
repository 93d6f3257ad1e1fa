#!/bin/sh
# Keeps a part of Holos running: keeper.sh <project> <home> <pid file> <log file> <script>
# The part is the controller or, in the demo, the town: each as built (parts/program-build.ts). Traces name lines of the sources.
#
# A shell, because it must stay when Node runs out of memory, and takes next to nothing itself.
# It never gives up, and ends when told to (SIGTERM) or when <home>/run/stopping exists. The servers that a part starts
# (MariaDB, Asterisk) run on their own: a controller that comes back takes them up again.
project=$1
home=$2
run=$home/run
pid_file=$3
log=$4
script=$5

cd "$project" || exit 1
# The log tells of calls: nobody else reads it, nor one that an earlier keeper made. What a part makes has its own rights or those that
# this user gives to files: others may share the cache.
usual=$(umask)
umask 077
[ ! -e "$log" ] || chmod 600 "$log"
echo $$ >"$pid_file"
ending=
part=
trap 'ending=yes; [ -z "$part" ] || kill -TERM "$part" 2>/dev/null' TERM INT HUP

note() {
  printf '{"level":40,"time":"%s","msg":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)" "$1" >>"$log"
}

pause=0.2
while [ -z "$ending" ] && [ ! -e "$run/stopping" ]; do
  started=$(date +%s)
  # A small nursery: a part is mostly idle, and idle memory counts more than the last percent of speed.
  (umask "$usual" && exec node --max-semi-space-size=16 --enable-source-maps "$script") >>"$log" 2>&1 </dev/null &
  part=$!
  # A trap ends `wait` early, so it is asked again until the part is really gone.
  while kill -0 "$part" 2>/dev/null; do
    wait "$part"
    code=$?
  done
  part=
  if [ -n "$ending" ] || [ -e "$run/stopping" ]; then break; fi
  [ $(($(date +%s) - started)) -lt 30 ] || pause=0.2
  note "$script ended with code $code; it is started again in $pause s"
  sleep "$pause" &
  wait $!
  case $pause in 0.2) pause=0.5 ;; 0.5) pause=1 ;; 1) pause=2 ;; *) pause=5 ;; esac
done
rm -f "$pid_file"
