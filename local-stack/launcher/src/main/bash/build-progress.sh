#!/usr/bin/env bash
# Reads what Maven prints and tells which module it is at, for how long, and how many there are.
# In a terminal one line moves along; elsewhere a module is a line, and a long one says so every 30 s.
# Usage: mvn -B … | build-progress.sh [terminal|lines]
set -uo pipefail

mode="${1:-}"
if [ -z "$mode" ]; then
  if [ -t 1 ]; then mode=terminal; else mode=lines; fi
fi
again_after=30

# "[INFO] Building Onstage notifier 1.0.0-SNAPSHOT      [10/16]"
building='^\[INFO\] Building (.+) [^ ]+ +\[([0-9]+)/([0-9]+)\]$'
begin=$SECONDS module_begin=$SECONDS told=$SECONDS
at="" name="reading the project"

minutes() {
  printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

tell() {
  told=$SECONDS
  if [ "$mode" = terminal ]; then
    printf '\r\033[K  %s%s, %s' "${at:+module $at: }" "$name" "$(minutes $((SECONDS - begin)))"
  else
    printf '  %s %s%s\n' "$(minutes $((SECONDS - begin)))" "${at:+module $at: }" "$1"
  fi
}

read_line() {
  if [[ $1 =~ $building ]]; then
    name="${BASH_REMATCH[1]}" at="${BASH_REMATCH[2]} of ${BASH_REMATCH[3]}"
    module_begin=$SECONDS
    tell "$name"
  fi
}

line=""
while :; do
  if IFS= read -r -t 1 part; then
    read_line "$line$part"
    line=""
  else
    ended=$?
    # More than 128: nothing came for a second, except perhaps the beginning of a line.
    line+="$part"
    if [ "$ended" -le 128 ]; then
      break
    fi
  fi
  if [ "$mode" = terminal ]; then
    if [ "$told" -ne "$SECONDS" ]; then tell "$name"; fi
  elif [ $((SECONDS - told)) -ge "$again_after" ]; then
    tell "$name, for $(minutes $((SECONDS - module_begin))) so far"
  fi
done
read_line "$line"
if [ "$mode" = terminal ]; then printf '\r\033[K'; fi
