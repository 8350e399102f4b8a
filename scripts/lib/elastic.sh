# Sourced by scripts/bench: the ring of a loaded cluster is changed, one step after the other.

# The rate is half of what five nodes can do, for all steps; the cluster that is measured for it is another one.
choose_rate() {
  keys=${keys:-20000}
  connections=${connections:-64}
  if [ -z "$capacity" ]; then
    nodes=5
    start_cluster
    measure_capacity
    "${cluster[@]}" down --destroy
  fi
  rate=$((capacity / 2))
  nodes=1
  start_cluster
  ring_bench --load --seconds 0 -o json >/dev/null
  say "one node serves $keys records; the load is $rate a second"
}

ring() { "$repo/scripts/ring" "$@" --node "$(url_of node1 admin | sed 's|http://||')"; }

serving() { "${cluster[@]}" status -o json | grep -o '{[^}]*"state":"ready"}' | grep -o '"data":"[^"]*' | cut -d'"' -f4; }
refresh() { "${cluster[@]}" status -o json >"$dir/status"; }
is_settled() { admin node1 /v1/transfers | grep -q '"settled":true'; }

# Whether whoever has something that others own has handed it over.
is_given() {
  local each
  for each in $(of_nodes id); do
    if admin "$each" /v1/transfers | grep -q '"handingOver":\[{'; then return 1; fi
  done
}

# ---- a client that remembers what was acknowledged --------------------------------------------------------------------

# One write at a time, tried at every node in turn under one Request-Id; ends when its file is gone.
remember_writes() {
  local number=0 url urls stored
  while urls=$(cat "$dir/writing" 2>/dev/null) && [ -n "$urls" ]; do
    number=$((number + 1))
    stored=no
    for url in $urls $urls; do
      if curl -sf -m 5 -o /dev/null -X PUT -H "Request-Id: w$number" -d "w$number" "$url/v1/kv/written/w$number"; then
        stored=yes
        break
      fi
    done
    if [ $stored = yes ]; then echo "w$number" >>"$dir/acknowledged"; else echo "w$number" >>"$dir/unanswered"; fi
  done
}

# Reads each at every node, and counts those that are not there, or have another value.
missing_writes() {
  local url
  for url in $(serving); do
    sed "s|.*|url = \"$url/v1/kv/written/&\"|" "$dir/acknowledged" >"$dir/reads"
    # A value is as long as its key, and stands before its status.
    curl -s -m 600 -w ' %{http_code}\n' -K "$dir/reads" | paste -d' ' "$dir/acknowledged" - |
      awk '$1 != $2 || $3 != 200' | tee -a "$dir/missing" || true
  done | wc -l
}

# ---- one step ---------------------------------------------------------------------------------------------------------

# step NAME STAYING CHANGE...: the load goes to nodes that stay members; each CHANGE is the words of a scripts/ring command.
step() {
  local name=$1 staying=$2 plan id moves minimum bytes from length=${seconds:-40} settled line errors
  shift 2
  refresh
  for id in $staying; do url_of "$id" data; done >"$dir/urls"
  cp "$dir/urls" "$dir/writing.new"
  mv "$dir/writing.new" "$dir/writing"
  : >"$dir/phases"
  "$repo/scripts/ring" bench --urls "$(paste -sd, "$dir/urls")" --keys "$keys" --connections "$connections" \
    --workload "$workload" --warmup 5 --rate "$rate" --phase "before=$((length / 2))" --phase "moving=$length" -o json \
    >"$dir/load.json" 2>"$dir/phases" &
  generator=$!
  await_phase moving
  for change in "$@"; do
    # shellcheck disable=SC2086
    ring $change --yes >/dev/null
  done
  plan=$(ring plan -o json)
  id=$(grep -o '"plan" *: *"[^"]*' <<<"$plan" | cut -d'"' -f4)
  moves=$(number "$(tr -d ' ' <<<"$plan")" moves)
  minimum=$(number "$(tr -d ' ' <<<"$plan")" minimum)
  bytes=$(exchange_bytes)
  from=$(now_millis)
  ring commit "$id" --yes >/dev/null
  say "$name: committed $id, $moves moves"
  settled=$(seconds_until 600 is_settled)
  bytes=$(($(exchange_bytes) - bytes))
  [ "$settled" != - ] || unsettled=$((unsettled + 1))
  end_load
  seconds_until 600 is_given >/dev/null
  errors=0
  while read -r line; do errors=$((errors + $(number "$line" errors))); done < <(grep '"phase"' "$dir/load.json")
  client_errors=$((client_errors + errors))
  error_kinds "$dir/load.json" >&2
  printf '%-16s %8s %8s %8s %10s %10s %8s %10s %10s %9s\n' "$name" "$moves" "$minimum" "$settled" "$((bytes / 1024))" \
    "$((moves * keys / 256))" "$errors" "$(millis "$(number "$(object "$(phase "$dir/load.json" before)" all)" p999Micros)")" \
    "$(millis "$(number "$(object "$(phase "$dir/load.json" moving)" all)" p999Micros)")" \
    "$(number "$(phase "$dir/load.json" moving)" succeededPerSecond | cut -d. -f1)"
}

elastic() {
  local rate client_errors=0 unsettled=0 writer missing acknowledged unanswered change
  choose_rate
  url_of node1 data >"$dir/writing"
  : >"$dir/acknowledged"
  : >"$dir/unanswered"
  remember_writes &
  writer=$!
  printf '%-16s %8s %8s %8s %10s %10s %8s %10s %10s %9s\n' STEP MOVES LEAST SECONDS KIB LEAST_KIB ERRORS P999_BEFORE \
    P999_MOVE DONE/S
  "${cluster[@]}" add --nodes 2 >/dev/null
  step '1 -> 3' node1
  "${cluster[@]}" add --nodes 2 >/dev/null
  step '3 -> 5' "node1 node2 node3"
  "${cluster[@]}" kill node4
  "${cluster[@]}" wipe node4
  "${cluster[@]}" add --replace node4 >/dev/null
  step 'replace, wiped' "node1 node2 node3 node5"
  "${cluster[@]}" kill node5
  step 'remove, dead' "node1 node2 node3 node6" 'remove node5'
  "${cluster[@]}" add >/dev/null
  step '4 -> 5' "node1 node2 node3 node6"
  step '5 -> 3' "node1 node2 node3" 'leave node6' 'leave node7'
  rm "$dir/writing"
  wait "$writer" || true
  acknowledged=$(wc -l <"$dir/acknowledged")
  unanswered=$(wc -l <"$dir/unanswered")
  missing=$(missing_writes)
  result capacity_per_second "$capacity" rate_per_second "$rate" client_errors "$client_errors" \
    writes_acknowledged "$acknowledged" writes_unanswered "$unanswered" read_back_from_nodes "$(serving | wc -l)" \
    writes_missing "$missing" steps_unsettled "$unsettled"
  [ "$client_errors" -eq 0 ] && [ "$unanswered" -eq 0 ] && [ "$missing" -eq 0 ] && [ "$unsettled" -eq 0 ] &&
    [ "$acknowledged" -gt 0 ] && [ "$(serving | wc -l)" -eq 3 ]
}

# ---- kill -9 in the middle --------------------------------------------------------------------------------------------

# Partitions that nodes are to get and do not have whole.
lacking() {
  local each sum=0 more
  for each in $(of_nodes id); do
    more=$(number "$(admin "$each" /v1/transfers)" lacking)
    sum=$((sum + ${more:-0}))
  done
  echo "$sum"
}

fetches() { [ "$(lacking)" -gt 0 ]; }
has_half() { [ "$(lacking)" -le $((all / 2)) ]; }

# interrupted NAME COMMITTER VICTIM CHANGE: kills the victim when half of the partitions are whole where they are to be.
interrupted() {
  local name=$1 committer=$2 victim=$3 id all before after proven settled
  refresh
  if [ -n "$4" ]; then
    # shellcheck disable=SC2086
    ring $4 --yes >/dev/null
  fi
  id=$("$repo/scripts/ring" plan -o json --node "$(url_of "$committer" admin | sed 's|http://||')" | grep -o '"plan" *: *"[^"]*' | cut -d'"' -f4)
  "$repo/scripts/ring" commit "$id" --yes --node "$(url_of "$committer" admin | sed 's|http://||')" >/dev/null
  seconds_until 20 fetches >/dev/null
  all=$(lacking)
  seconds_until 300 has_half >/dev/null
  before=$(lacking)
  "${cluster[@]}" kill "$victim"
  "${cluster[@]}" start "$victim"
  after=$(lacking)
  settled=$(seconds_until 600 is_settled)
  proven=$((all - before))
  [ "$proven" -gt 0 ] || failed=yes
  printf '%-24s %9d %9d %9d %9d %9s %9s\n' "$name" "$all" "$proven" "$before" "$after" \
    "$(calculate "100 * ($after > $before ? $after - $before : 0) / ($proven > 0 ? $proven : 1)")" "$settled"
  [ "$settled" != - ] || failed=yes
  [ $((10 * (after - before))) -le "$proven" ] || failed=yes
  seconds_until 600 is_given >/dev/null
}

resume() {
  local failed=
  nodes=3
  keys=${keys:-60000}
  connections=${connections:-64}
  start_cluster
  ring_bench --load --seconds 0 -o json >/dev/null
  say "$keys records are there"
  printf '%-24s %9s %9s %9s %9s %9s %9s\n' KILLED TO_FETCH PROVEN LEFT LEFT_NOW AGAIN_% SECONDS
  "${cluster[@]}" add >/dev/null
  interrupted 'target of a join' node1 node4 ''
  interrupted 'source of a leave' node1 node4 'leave node4'
  "${cluster[@]}" add >/dev/null
  interrupted 'where it was committed' node3 node3 ''
  result fetched_again_at_most_a_tenth "$([ -z "$failed" ] && echo yes || echo no)"
  [ -z "$failed" ]
}
