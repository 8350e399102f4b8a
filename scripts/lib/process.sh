# Sourced by scripts/cluster and scripts/chaos: processes by pid and start time, so that a pid used again by another is never signalled.

# When a process started, in a form that is only compared; empty when there is none.
start_time() {
  if [ -d /proc/self ]; then
    local fields
    fields=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 0
    # shellcheck disable=SC2086
    set -- $fields
    # A zombie has ended; it only waits to be counted.
    case $1 in Z | X) return 0 ;; esac
    echo "${20}"
  else
    ps -o lstart= -p "$1" 2>/dev/null || true
  fi
}

# One letter: T is stopped by a signal.
process_state() {
  if [ -d /proc/self ]; then
    sed 's/.*) \(.\).*/\1/' "/proc/$1/stat" 2>/dev/null || true
  else
    ps -o state= -p "$1" 2>/dev/null | cut -c1 || true
  fi
}

# The pid in a pid file, when that very process still lives.
living_pid() {
  local pid born
  [ -f "$1" ] && read -r pid born <"$1" || return 0
  if [ -n "$pid" ] && [ -n "$born" ] && [ "$(start_time "$pid")" = "$born" ]; then echo "$pid"; fi
}

# wait_gone PIDFILE SECONDS
wait_gone() {
  local left=$(($2 * 20))
  while [ -n "$(living_pid "$1")" ]; do
    [ $((left--)) -gt 0 ] || return 1
    sleep 0.05
  done
}
