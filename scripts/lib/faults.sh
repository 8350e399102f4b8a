# Sourced by scripts/chaos: each fault as begin_FAULT and end_FAULT, which set $detail, and $hurt to the nodes it was about.
# An end without nodes is for all that the fault is on at. What is asked for twice is done once.

# some_nodes NAME WORD...: fails unless these are nodes.
some_nodes() {
  [ $# -ge 2 ] || misused "$1 wants a node"
  local each
  for each in "${@:2}"; do node "$each"; done
  hurt=("${@:2}")
}

# nodes_to_end FAULT WORD...: those named, or all that it is on at.
nodes_to_end() {
  local fault=$1
  shift
  # shellcheck disable=SC2046
  if [ $# -eq 0 ]; then set -- $(nodes_with "$fault"); fi
  hurt=("$@")
  local each
  for each in "$@"; do node "$each"; done
}

running() {
  local each
  for each in $(ids); do if [ -n "$(pid_of "$each")" ]; then echo "$each"; fi; done
}

# kill_running ID...: those of them that run.
kill_running() {
  local each alive=()
  for each in "$@"; do if [ -n "$(pid_of "$each")" ]; then alive+=("$each"); fi; done
  if [ ${#alive[@]} -gt 0 ]; then kill_nodes "${alive[@]}"; fi
}

# ---- processes -----------------------------------------------------------------------------------------------------------

begin_kill() {
  some_nodes kill "$@"
  local each
  for each in "$@"; do expect_end kill "$each"; done
  kill_running "$@"
  detail="kill -9"
}

end_kill() {
  nodes_to_end kill "$@"
  start_all "${hurt[@]}"
  detail="started again, and they serve"
}

begin_kill_random() {
  [ $# -eq 0 ] || misused "kill-random takes no node"
  local victim
  victim=$(running | shuf -n 1)
  [ -n "$victim" ] || fail "no node runs"
  begin_kill "$victim"
}

end_kill_random() { end_kill "$@"; }

begin_pause() {
  some_nodes pause "$@"
  local each
  for each in "$@"; do [ -n "$(pid_of "$each")" ] || fail "$each is not running"; done
  for each in "$@"; do mark pause "$each"; done
  pause "$@"
  detail="SIGSTOP"
}

end_pause() {
  nodes_to_end pause "$@"
  local each
  for each in "${hurt[@]}"; do
    signal_node CONT "$each" 2>/dev/null || true
    unmark pause "$each"
  done
  detail="SIGCONT"
}

# ---- network -------------------------------------------------------------------------------------------------------------

# Two nodes are cut off from each other when both are named and no group has both. So a node that is not named reaches all,
# and groups that overlap make a ring of majorities.
begin_partition() {
  local groups=() group one other clients lines=
  IFS='|' read -r -a groups <<<"$*"
  [ ${#groups[@]} -ge 2 ] || misused 'partition wants groups, such as "node1 node2 | node3"'
  # shellcheck disable=SC2046,SC2086
  some_nodes partition $(printf '%s\n' ${groups[*]} | sort -uV)
  for one in "${hurt[@]}"; do
    for other in "${hurt[@]}"; do
      if [ "$one" != "$other" ] && ! share_group "$one" "$other" "${groups[@]}"; then lines+="partition $one $other"$'\n'; fi
    done
  done
  if [ -n "$with_clients" ]; then
    for one in "${hurt[@]}"; do grep -qw "$one" <<<"${groups[0]}" || lines+="partition clients $one"$'\n'; done
  fi
  [ -n "$lines" ] || misused "no two of these nodes are cut off from each other"
  change_cuts in_place_of partition "${lines%$'\n'}"
  detail="$(xargs <<<"$*")${with_clients:+; clients are with the first}"
}

# share_group ONE OTHER GROUP...
share_group() {
  local group
  for group in "${@:3}"; do if grep -qw "$1" <<<"$group" && grep -qw "$2" <<<"$group"; then return; fi; done
  return 1
}

end_partition() {
  change_cuts without partition
  detail="all reach each other again"
}

begin_one_way() {
  [ $# -eq 2 ] && [ "$1" != "$2" ] || misused "one-way wants two nodes, FROM and TO"
  some_nodes one-way "$@"
  change_cuts with "one-way $1 $2"
  detail="nothing from $1 reaches $2"
}

end_one_way() {
  if [ $# -eq 0 ]; then
    change_cuts without one-way
    detail="all reach each other again"
    return
  fi
  [ $# -eq 2 ] || misused "one-way end wants two nodes, or none"
  some_nodes one-way "$@"
  change_cuts without "one-way $1 $2"
  detail="what $1 sends reaches $2 again"
}

# ---- clock ---------------------------------------------------------------------------------------------------------------

begin_clock() {
  local each offset=() names=()
  for each in "$@"; do
    if [[ $each =~ ^[-+][0-9]+(\.[0-9]+)?s?$ ]]; then offset+=("${each%s}"); else names+=("$each"); fi
  done
  [ ${#offset[@]} -eq 1 ] || misused "clock wants an offset in seconds, such as +3600s or -120s"
  some_nodes clock "${names[@]}"
  for each in "${names[@]}"; do
    mark clock "$each"
    set_clock "$each" "${offset[0]}"
  done
  detail="the wall clock is ${offset[0]} s off"
}

end_clock() {
  local each words=()
  for each in "$@"; do [[ $each == [-+]* ]] || words+=("$each"); done
  nodes_to_end clock "${words[@]}"
  for each in "${hurt[@]}"; do
    set_clock "$each" 0
    unmark clock "$each"
  done
  detail="the wall clock is right again"
}

# set_clock ID SECONDS: 8 bytes of nanoseconds, lowest first, written at once into the file that the process has mapped.
set_clock() {
  local nanos i bytes=
  nanos=$(awk "BEGIN { printf \"%.0f\", $2 * 1e9 }")
  for ((i = 0; i < 64; i += 8)); do bytes+=$(printf '\\x%02x' $((nanos >> i & 255))); done
  printf '%b' "$bytes" | dd of="$dir/$1/clock" conv=notrunc status=none
}

# ---- disk ----------------------------------------------------------------------------------------------------------------

begin_disk_full() {
  some_nodes disk-full "$@"
  local each bytes
  bytes=$(numfmt --from=iec "$leave") || misused "--leave wants a size, such as 32M"
  for each in "$@"; do
    mark disk-full "$each"
    fill_disk "$each" "$bytes"
  done
  detail="$leave bytes are free"
}

end_disk_full() {
  nodes_to_end disk-full "$@"
  local each
  for each in "${hurt[@]}"; do
    rm -f "$(ballast_of "$each")"
    # A node whose log cannot be written ends, which is right.
    if [ -z "$(pid_of "$each")" ] && [[ $(last_words "$each") == *"the disk failed"* ]]; then mark kill "$each"; fi
    unmark disk-full "$each"
  done
  detail="there is space again"
}

begin_slow_disk() {
  some_nodes slow-disk "$@"
  [[ $iops =~ ^[1-9][0-9]*$ ]] || misused "--iops wants a number above 0"
  local each bytes
  bytes=$(numfmt --from=iec "$rate") || misused "--rate wants a size, such as 1M"
  for each in "$@"; do
    echo "$iops $bytes" >"$dir/on/slow-disk.$each"
    throttle "$each" "$iops" "$bytes"
  done
  detail="at most $iops writes and $rate bytes a second"
}

end_slow_disk() {
  nodes_to_end slow-disk "$@"
  local each
  for each in "${hurt[@]}"; do
    unmark slow-disk "$each"
    unthrottle "$each"
  done
  detail="as fast as it is"
}

# All disks are cut before the first process ends: what is lost is what nobody had synced at one moment.
begin_power_cut() {
  some_nodes power-cut "$@"
  local each mounts=()
  for each in "$@"; do
    expect_end power-cut "$each"
    if mountpoint -q "$(data_of "$each")"; then mounts+=("$(data_of "$each")"); fi
  done
  if [ ${#mounts[@]} -gt 0 ]; then cut_file_systems "${mounts[@]}"; fi
  kill_running "$@"
  for each in "$@"; do unmount_disk "$each"; done
  detail="what was not synced is lost"
}

end_power_cut() {
  nodes_to_end power-cut "$@"
  start_all "${hurt[@]}"
  detail="what was not synced is lost; they serve again"
}

# A node that lost its disk asks another who belongs to the cluster; see README.
begin_wipe() {
  some_nodes wipe "$@"
  local each seed
  for each in "$@"; do expect_end wipe "$each"; done
  kill_running "$@"
  for each in "$@"; do
    mount_disk "$each"
    empty_disk "$each"
    seed=$(another_than "$@")
    node "$seed"
    seed=$host:$peer
    node "$each"
    configure "$(cluster_id)" "  join: $seed" "storage.reserve: $node_reserve"
  done
  detail="its data is removed"
}

end_wipe() {
  nodes_to_end wipe "$@"
  start_all "${hurt[@]}"
  detail="started with an empty disk; the others give back what it had"
}

# ---- all -----------------------------------------------------------------------------------------------------------------

heal() {
  [ $# -eq 0 ] || misused "heal takes no node"
  local each
  if [ -s "$dir/cuts" ]; then change_cuts true; fi
  for each in $(nodes_with disk-full); do end_disk_full "$each"; done
  for each in $(nodes_with slow-disk); do end_slow_disk "$each"; done
  for each in $(nodes_with clock); do end_clock "$each"; done
  for each in $(nodes_with pause); do end_pause "$each"; done
  # shellcheck disable=SC2046
  start_all $(ids)
  # shellcheck disable=SC2046
  set -- $(ids)
  hurt=("$@")
  detail="no fault is on, and all nodes serve"
}
