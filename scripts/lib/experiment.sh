# Sourced by scripts/bench: a cluster for one experiment, the load generator beside it, and what they say.
# Needs $repo, $nodes, $output, $keep.

dir=$repo/.dynamo/bench
cluster=("$repo/scripts/cluster" --dir "$dir/cluster")
generator=

finish() {
  local status=$?
  if [ -n "$generator" ]; then kill "$generator" 2>/dev/null || true; fi
  if [ -z "$keep" ]; then
    "${cluster[@]}" down --destroy 2>/dev/null || true
    rm -rf "$dir"
  else
    say "the cluster runs on in $dir/cluster"
  fi
  exit "$status"
}

# What is going on, for people who wait; never part of the result.
say() { printf '%4d s  %s\n' "$SECONDS" "$1" >&2; }

start_cluster() {
  trap finish EXIT
  # The one before may have been kept.
  "${cluster[@]}" down --destroy 2>/dev/null || true
  mkdir -p "$dir"
  "${cluster[@]}" up --nodes "$nodes" >"$dir/up.log" || { cat "$dir/up.log" >&2; exit 1; }
  "${cluster[@]}" status -o json >"$dir/status"
  "$repo/scripts/ring" --version >/dev/null
  say "$nodes nodes serve"
}

members() { grep -o "\"$1\":\"*[^\",]*" | sed 's/^"[a-z]*":"*//'; }
# Names and ports, which a node keeps.
of_nodes() { members "$1" <"$dir/status"; }
urls() { of_nodes data | paste -sd,; }
pids() { "${cluster[@]}" status -o json | members pid | grep -v null | paste -sd,; }
last_node() { of_nodes id | tail -n 1; }
url_of() { grep -o "{\"id\":\"$1\"[^}]*" "$dir/status" | grep -o "\"$2\":\"[^\"]*" | cut -d'"' -f4; }

# ring bench with what all experiments have in common.
ring_bench() {
  "$repo/scripts/ring" bench --urls "$(urls)" --keys "$keys" --connections "$connections" --workload "$workload" \
    --pids "$(pids)" "$@"
}

# ---- JSON, as far as it is needed: flat objects with known names ------------------------------------------------------

# number TEXT NAME: the first number of that name; empty when there is none.
number() { grep -o "\"$2\":-\{0,1\}[0-9.E-]*" <<<"$1" | head -n 1 | cut -d: -f2; }

# object TEXT NAME: the inside of a flat object.
object() { grep -o "\"$2\":{[^}]*}" <<<"$1" | head -n 1; }

# calculate EXPRESSION: with awk's arithmetic, to three digits behind the point.
calculate() { awk "BEGIN { printf \"%.3f\", $1 }"; }
whole() { awk "BEGIN { printf \"%d\", $1 }"; }

millis() { calculate "${1:-0} / 1000"; }

# phases FILE: a table of the JSON lines that ring bench wrote.
phases() {
  printf '%-10s %8s %8s %8s %7s %8s %8s %9s %9s %9s %9s\n' PHASE DUE/S DONE/S ERRORS SHED RETRIED P50_MS P99_MS \
    P99.9_MS MAX_MS CPU_US
  local line all
  while read -r line; do
    all=$(object "$line" all)
    printf '%-10s %8.0f %8.0f %8d %7d %8d %8.1f %9.1f %9.1f %9.1f %9.0f\n' \
      "$(grep -o '"phase":"[^"]*' <<<"$line" | cut -d'"' -f4)" "$(number "$line" rate)" \
      "$(number "$line" succeededPerSecond)" "$(number "$line" errors)" "$(number "$(object "$line" shed)" ops)" \
      "$(number "$line" retries)" "$(millis "$(number "$all" p50Micros)")" "$(millis "$(number "$all" p99Micros)")" \
      "$(millis "$(number "$all" p999Micros)")" "$(millis "$(number "$all" maxMicros)")" \
      "$(number "$line" serverCpuMicrosPerOp)"
  done < <(grep '"phase"' "$1" | grep -v '"phase":"load"')
}

phase() { grep "\"phase\":\"$2\"" "$1"; }

# error_kinds FILE: what went wrong, where anything did.
error_kinds() { grep -o '"phase":"[^"]*\|"errorKinds":{[^}]\+}' "$1" | grep -B1 errorKinds | grep -v '^--' || true; }

# result NAME VALUE...: the findings, the last thing an experiment says.
result() {
  if [ "$output" = json ]; then
    local text='{"result":"'$experiment'"'
    while [ $# -gt 0 ]; do
      if [[ $2 =~ ^-?[0-9]+(\.[0-9]+)?$ ]]; then text+=",\"$1\":$2"; else text+=",\"$1\":\"$2\""; fi
      shift 2
    done
    echo "$text}"
  else
    echo
    while [ $# -gt 0 ]; do
      printf '%-34s %s\n' "$1" "$2"
      shift 2
    done
  fi
}

# show FILE: the phases, in the form that was asked for.
show() { if [ "$output" = json ]; then grep '"phase"' "$1" | grep -v '"phase":"load"'; else phases "$1"; error_kinds "$1"; fi; }

# ---- the load beside which something happens --------------------------------------------------------------------------

# begin_load OPTION...: in the background; what it finds comes into $dir/load.json.
begin_load() {
  : >"$dir/phases"
  ring_bench -o json "$@" >"$dir/load.json" 2>"$dir/phases" &
  generator=$!
}

# Waits until a phase begins.
await_phase() {
  until grep -q "^phase $1\$" "$dir/phases"; do
    kill -0 "$generator" 2>/dev/null || { cat "$dir/phases" >&2; exit 1; }
    sleep 0.05
  done
}

# Ends with 1 from the generator when there were errors, which the experiment judges itself.
end_load() {
  wait "$generator" || true
  generator=
  [ -s "$dir/load.json" ] || { cat "$dir/phases" >&2; exit 1; }
}

# ---- what the nodes tell ------------------------------------------------------------------------------------------------

admin() { curl -sf -m 5 "$(url_of "$1" admin)$2" || true; }

# Of all nodes that answer.
hints_kept() {
  local each sum=0 kept
  for each in $(of_nodes id); do
    for kept in $(admin "$each" /v1/hints | grep -o '"hints":[0-9]*' | cut -d: -f2); do sum=$((sum + kept)); done
  done
  echo "$sum"
}

# metric NODE NAME_WITH_LABELS
metric() { admin "$1" /metrics | grep -F "$2 " | head -n 1 | awk '{ printf "%.0f", $2 }'; }

# Bytes that all nodes have sent to each other.
peer_bytes() {
  local each sum=0 sent
  for each in $(of_nodes id); do
    sent=$(metric "$each" 'dynamo_peer_traffic_total{count="bytes_sent"}')
    sum=$((sum + ${sent:-0}))
  done
  echo "$sum"
}

# Most memory each process ever had in RAM, in MiB.
resident_peaks() {
  local pid
  for pid in $(pids | tr , ' '); do
    sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" 2>/dev/null | awk '{ printf "%d ", $1 / 1024 }'
  done
}

now_millis() { echo $(($(date +%s%N) / 1000000)); }

# seconds_until LIMIT COMMAND...: how long until the command succeeds; "-" when it does not within the limit.
seconds_until() {
  local limit=$1 from
  from=$(now_millis)
  shift
  until "$@"; do
    if [ $(($(now_millis) - from)) -gt $((limit * 1000)) ]; then
      echo -
      return
    fi
    sleep 0.2
  done
  calculate "($(now_millis) - $from) / 1000"
}
