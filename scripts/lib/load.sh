# Sourced by scripts/bench: experiments whose measure is what clients feel.

# Sets $capacity, unless it was given; the keys are there afterwards.
measure_capacity() {
  keys=${keys:-20000}
  local given=$connections
  connections=64
  if [ -n "$capacity" ]; then
    ring_bench --load --seconds 0 -o json >/dev/null
    ring_bench --warmup 5 --seconds 1 -o json >/dev/null 2>&1 || true
  else
    say "measures the capacity"
    ring_bench --load --warmup 15 --seconds "${seconds:-20}" -o json >"$dir/capacity.json" || true
    capacity=$(whole "$(number "$(phase "$dir/capacity.json" measured)" succeededPerSecond)")
    say "capacity: $capacity a second"
  fi
  connections=$given
  [ "$capacity" -gt 0 ] || { echo "bench: the cluster did nothing" >&2; exit 1; }
}

capacity() {
  capacity=
  connections=${connections:-64}
  start_cluster
  keys=${keys:-20000}
  ring_bench --load --warmup 15 --seconds "${seconds:-30}" -o json >"$dir/load.json" || true
  show "$dir/load.json"
  local line
  line=$(phase "$dir/load.json" measured)
  result capacity_per_second "$(whole "$(number "$line" succeededPerSecond)")" \
    server_cpu_micros_per_op "$(whole "$(number "$line" serverCpuMicrosPerOp)")" \
    other_cores_busy "$(calculate "$(number "$line" otherCores)")"
  [ "$(number "$line" errors)" -eq 0 ]
}

hints_are_gone() { [ "$(hints_kept)" -eq 0 ]; }
is_whole() { admin "$1" /v1/anti-entropy | grep -q '"state":"WHOLE"'; }
tells_of_anti_entropy() { [ -n "$(admin "$1" /v1/anti-entropy)" ]; }

failover() {
  start_cluster
  measure_capacity
  connections=${connections:-64}
  local victim rate length=${seconds:-30} peak drained whole=- line errors
  victim=$(last_node)
  rate=$((capacity / 2))
  begin_load --warmup 20 --rate "$rate" --phase "before=$length" --phase "after=$length" --phase "restarted=$length" \
    ${timeline:+--timeline "$timeline"}
  await_phase after
  case $how in
    kill | wipe) "${cluster[@]}" kill "$victim" ;;
    stop) "${cluster[@]}" pause "$victim" ;;
  esac
  say "$victim: $how"
  if [ "$how" = wipe ]; then "${cluster[@]}" wipe "$victim"; fi
  if [ "$how" = stop ]; then
    sleep 20
    peak=$(hints_kept)
    "${cluster[@]}" resume "$victim"
    say "$victim goes on"
    drained=$(seconds_until 120 hints_are_gone)
    await_phase restarted
  else
    await_phase restarted
    peak=$(hints_kept)
    "${cluster[@]}" start "$victim"
    say "$victim serves again"
    drained=$(seconds_until 120 hints_are_gone)
  fi
  if [ "$how" = wipe ] && tells_of_anti_entropy "$victim"; then whole=$(seconds_until 600 is_whole "$victim"); fi
  end_load
  show "$dir/load.json"
  errors=0
  while read -r line; do errors=$((errors + $(number "$line" errors))); done < <(grep '"phase"' "$dir/load.json")
  result how "$how" capacity_per_second "$capacity" rate_per_second "$rate" client_errors "$errors" \
    p999_after_to_before "$(ratio after before p999Micros)" p99_after_to_before "$(ratio after before p99Micros)" \
    hints_at_their_most "$peak" seconds_until_hints_are_gone "$drained" seconds_until_whole "$whole"
  [ "$how" != kill ] || [ "$errors" -eq 0 ]
}

# ratio PHASE PHASE NAME: of a latency in the one to that in the other.
ratio() {
  local one other
  one=$(number "$(object "$(phase "$dir/load.json" "$1")" all)" "$3")
  other=$(number "$(object "$(phase "$dir/load.json" "$2")" all)" "$3")
  calculate "$one / ($other > 0 ? $other : 1)"
}

burst() {
  start_cluster
  measure_capacity
  connections=${connections:-900}
  local length=${seconds:-20} csv=${timeline:-$dir/timeline.csv} before line
  before=$(resident_peaks)
  begin_load --warmup 20 --phase "steady=$length@$((capacity / 2))" --phase "burst=$length@$((capacity * 10))" \
    --phase "over=$((2 * length))@$((capacity / 2))" --timeline "$csv"
  end_load
  show "$dir/load.json"
  line=$(phase "$dir/load.json" burst)
  result capacity_per_second "$capacity" burst_per_second "$((capacity * 10))" \
    goodput_per_second "$(whole "$(number "$line" succeededPerSecond)")" \
    goodput_to_capacity "$(calculate "$(number "$line" succeededPerSecond) / $capacity")" \
    shed_per_second "$(whole "$(number "$(object "$line" shed)" opsPerSecond)")" \
    errors_in_the_burst "$(number "$line" errors)" \
    p99_ms_of_what_was_let_in "$(millis "$(number "$(object "$line" fromSent)" p99Micros)")" \
    seconds_until_recovered "$(recovery "$csv")" \
    resident_peak_mib_before "$before" resident_peak_mib_after "$(resident_peaks)"
}

# From the burst's end until nothing is shed or fails any more and p99 is back, at most twice its median before or 100 ms.
recovery() {
  awk -F, '
    $2 == "steady" { steady[++n] = $7 }
    $2 == "over" {
      if (!bound) {
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (steady[j] < steady[i]) {
          t = steady[i]; steady[i] = steady[j]; steady[j] = t
        }
        bound = 2 * steady[int((n + 1) / 2)]
        if (bound < 100000) bound = 100000
      }
      second++
      if ($4 > 0 || $5 > 0 || $7 > bound) bad = second
    }
    END { if (bad == second) print "-"; else print bad + 0 }' "$1"
}
