# Sourced by scripts/bench: experiments about replicas that differ, and about values that must stay gone.

# The sum of a member over all partitions and peers of all nodes' /v1/anti-entropy.
compared() {
  local each
  for each in $(of_nodes id); do admin "$each" /v1/anti-entropy; done |
    grep -o "\"$1\":[0-9]*" | cut -d: -f2 | awk '{ sum += $1 } END { printf "%d", sum }'
}

# Bytes of all exchanges, both ways: each node counts those that it began.
exchange_bytes() {
  local each direction sum=0 bytes
  for each in $(of_nodes id); do
    for direction in sent received; do
      bytes=$(metric "$each" "dynamo_exchange_bytes_total{direction=\"$direction\"}")
      sum=$((sum + ${bytes:-0}))
    done
  done
  echo "$sum"
}

# Cheap to ask again and again: comparing reads every record from every node, and would be part of what is measured.
have_repaired() { [ $(($(compared keysRepaired) - repaired)) -ge "$1" ]; }

are_equal() { "$repo/scripts/ring" compare --urls "$(urls)" --keys "$missed" >/dev/null; }

# Without the experiment's word the last part cannot run.
need_anti_entropy() {
  tells_of_anti_entropy "$(last_node)" && return
  echo "bench: these nodes have no /v1/anti-entropy" >&2
  exit 1
}

diverge() {
  export DYNAMO_REPAIR_HINTS=false DYNAMO_REPAIR_READ_REPAIR=false
  keys=${keys:-100000}
  connections=${connections:-64}
  local missed=10000 rate=500 victim updates bytes repaired equal quiet cycle=60 before after
  [ "$keys" -ge "$missed" ] || missed=$keys
  start_cluster
  need_anti_entropy
  victim=$(last_node)
  ring_bench --load --seconds 0 -o json >/dev/null
  say "$keys records are there"
  seconds_until 300 has_compared_all >/dev/null
  "${cluster[@]}" stop "$victim"
  # One update of each: an open loop counts them, and the keys come one after the other.
  "$repo/scripts/ring" bench --urls "$(urls)" --keys "$missed" --connections "$connections" --workload W \
    --distribution sequential --warmup 0 --rate "$rate" --seconds $((missed / rate)) -o json >"$dir/updates.json" || true
  updates=$(number "$(cat "$dir/updates.json")" succeeded)
  say "$victim has missed $updates updates"
  bytes=$(exchange_bytes)
  repaired=$(compared keysRepaired)
  "${cluster[@]}" start "$victim"
  equal=$(seconds_until 900 have_repaired "$updates")
  bytes=$(($(exchange_bytes) - bytes))
  say "$updates records are repaired"
  repaired=$(($(compared keysRepaired) - repaired))
  are_equal || equal=-
  seconds_until 120 has_compared_all >/dev/null
  before=$(peer_bytes)
  sleep "$cycle"
  after=$(peer_bytes)
  quiet=$((after - before))
  result records "$keys" updates_missed "$updates" \
    seconds_until_equal "$equal" bytes_of_exchanges "$bytes" keys_repaired "$repaired" \
    bytes_between_nodes_in_a_quiet_minute "$quiet" trees_unbuilt "$(compared treesUnbuilt)"
  [ "$equal" != - ]
}

# Whether every node has compared each of its partitions with each other home, and nothing runs.
has_compared_all() {
  local each text
  for each in $(of_nodes id); do
    text=$(admin "$each" /v1/anti-entropy)
    [ -n "$text" ] && ! grep -q '"lastCompletedMillisAgo":null' <<<"$text" || return 1
  done
}

# ---- deleted and gone ---------------------------------------------------------------------------------------------------

key_url() { echo "$(url_of "$1" data)/v1/kv/gone/$2"; }

put() { curl -sf -X PUT -d "value of $2" "$(key_url "$1" "$2")?w=$3" >/dev/null; }
erase() { curl -sf -X DELETE "$(key_url "$1" "$2")" >/dev/null; }

# What every node says of a key at r=1 and at a quorum: only "404" where it is gone.
seen() {
  local each
  for each in $(of_nodes id); do
    curl -s -o /dev/null -m 10 -w '%{http_code}\n' "$(key_url "$each" "$1")?r=1"
    curl -s -o /dev/null -m 10 -w '%{http_code}\n' "$(key_url "$each" "$1")"
  done | sort | uniq -c | xargs
}

is_gone() { ! seen "$1" | grep -qv '^[0-9]* 404$'; }

# Whether no home has a row of the key any more.
is_reaped() {
  local records
  records=$(admin "$(of_nodes id | head -n 1)" "/v1/ring/locate?bucket=gone&key=$1")
  [ -n "$records" ] && ! grep -q '"record":{' <<<"$records"
}

homes_of() { admin "$(of_nodes id | head -n 1)" "/v1/ring/locate?bucket=gone&key=$1" | grep -o '"node":"[^"]*' | cut -d'"' -f4; }

# stays_gone NAME KEY: looks for as long as an exchange of everything takes, and remembers what it saw.
stays_gone() {
  local until=$((SECONDS + settle_seconds)) at
  if ! is_gone "$2" && [ "$(seconds_until 60 is_gone "$2")" = - ]; then
    findings+=("$1" "NOT GONE: $(seen "$2")")
    failed=yes
    return
  fi
  while [ $SECONDS -lt $until ]; do
    if ! is_gone "$2"; then
      at=$((SECONDS - until + settle_seconds))
      findings+=("$1" "CAME BACK after $at s: $(seen "$2")")
      failed=yes
      return
    fi
    sleep 1
  done
  findings+=("$1" "stayed gone")
}

delete_away() {
  nodes=5
  findings=()
  failed=
  settle_seconds=${seconds:-90}
  start_cluster
  deleted_while_a_home_is_away
  old_data_directory
  old_hint
  result "${findings[@]}"
  [ -z "$failed" ]
}

# A home misses the delete, and still has the value when it is back.
deleted_while_a_home_is_away() {
  local key=away home
  put node1 $key 3
  home=$(homes_of $key | sed -n 3p)
  "${cluster[@]}" kill "$home"
  erase "$(homes_of $key | head -n 1)" $key
  say "$key: deleted while $home is away"
  sleep 5
  "${cluster[@]}" start "$home"
  stays_gone deleted_while_away $key
  findings+=(tombstone_reaped_after_s "$(seconds_until $((2 * settle_seconds)) is_reaped $key)")
}

# The home's disk is put back to a state before the delete, when nobody may know any more that there was one.
old_data_directory() {
  local key=restored home data
  put node1 $key 3
  home=$(homes_of $key | sed -n 2p)
  data=$dir/cluster/$home/data
  "${cluster[@]}" stop "$home"
  cp -r "$data" "$dir/old"
  "${cluster[@]}" start "$home"
  erase node1 $key
  findings+=(restored_reaped_before_after_s "$(seconds_until $((2 * settle_seconds)) is_reaped $key)")
  "${cluster[@]}" kill "$home"
  rm -rf "$data"
  mv "$dir/old" "$data"
  say "$key: the old data directory of $home is put back"
  "${cluster[@]}" start "$home"
  stays_gone old_data_directory $key
}

# A node that is no home keeps the value as a hint, is away while the key is deleted, and hands it over when it is back.
old_hint() {
  local key=hinted home holder each
  "${cluster[@]}" start node1 2>/dev/null || true
  home=$(homes_of $key | sed -n 3p)
  "${cluster[@]}" kill "$home"
  put "$(homes_of $key | head -n 1)" $key 3
  holder=
  for each in $(of_nodes id); do
    if admin "$each" /v1/hints | grep -q "\"node\":\"$home\",\"hints\":[1-9]"; then holder=$each; fi
  done
  if [ -z "$holder" ]; then
    findings+=(old_hint "no node kept one")
    failed=yes
    "${cluster[@]}" start "$home"
    return
  fi
  "${cluster[@]}" kill "$holder"
  "${cluster[@]}" start "$home"
  curl -s -o /dev/null "$(key_url "$home" $key)?r=3" || true
  sleep 2
  erase "$home" $key
  findings+=(hinted_reaped_before_after_s "$(seconds_until $((2 * settle_seconds)) is_reaped $key)")
  say "$key: deleted while $holder, which keeps a hint, is away"
  "${cluster[@]}" start "$holder"
  seconds_until 60 hints_are_gone >/dev/null
  stays_gone old_hint $key
}
