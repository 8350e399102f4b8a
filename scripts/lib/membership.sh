# Sourced by scripts/chaos: nodes that join and leave, through the admin port, as scripts/ring does it.

# ask ID METHOD PATH [BODY]: sets $answer; fails when it is refused.
ask() {
  local status
  node "$1"
  answer=$(curl -sS -m 20 -X "$2" ${4:+-H 'Content-Type: application/json' -d "$4"} -w '%{http_code}' "http://$host:$admin$3" 2>&1) ||
    fail "$1 does not answer $2 $3: $answer"
  status=${answer: -3}
  answer=${answer%???}
  [ "$status" -lt 300 ] || fail "$1 said $status to $2 $3: $answer"
}

# another_than ID...: a member of the ring that serves and is none of these.
another_than() {
  local each
  for each in $(ids); do
    if ! grep -qw "$each" <<<"$*"; then
      node "$each"
      if [ "$(state_of "$each" "$admin")" = ready ]; then echo "$each"; return; fi
    fi
  done
  fail "no other node serves that could be asked"
}

# change ASKED NODE WHAT: stages it, and commits the plan that comes of it. What others staged at that node goes with it.
change() {
  local plan
  ask "$1" POST /v1/ring/changes "{\"change\":\"$3\",\"node\":\"$2\"}"
  ask "$1" GET /v1/ring/plan
  plan=$(grep -o '"plan":"[^"]*"' <<<"$answer" | head -n 1)
  [ -n "$plan" ] || fail "nothing would change: $answer"
  ask "$1" POST /v1/ring/commit "{$plan}"
  detail="committed plan ${plan:8:-1} at $1; $(settled "$1")"
}

# Waits when --settle says so.
settled() {
  if [ -z "$settle" ]; then echo "partitions move"; return; fi
  local deadline=$((SECONDS + settle))
  until ask "$1" GET /v1/transfers && [[ $answer =~ \"settled\":\ ?true ]]; do
    [ $SECONDS -lt $deadline ] || fail "partitions still move after $settle s"
    sleep 0.3
  done
  echo "all moves are over"
}

begin_join() {
  [ $# -eq 0 ] || misused "join takes no node"
  local seed others new
  seed=$(another_than none)
  ask "$seed" GET /v1/transfers
  # A plan would be refused, and the node be left to wait.
  [[ $answer =~ \"settled\":\ ?true ]] || fail "partitions still move; another node can join when they have"
  exec 7>"$dir/nodes.lock"
  if command -v flock >/dev/null; then flock -w 60 7; fi
  new=node$(($(ids | sed 's/^node//' | sort -n | tail -n 1) + 1))
  node "$seed"
  others="  join: $host:$peer"
  name_node "${new#node}"
  node "$new"
  make_node "$(cluster_id)" "$others"
  exec 7>&-
  start_all "$new"
  change "$seed" "$new" join
  hurt=("$new")
}

begin_leave() {
  some_nodes leave "$@"
  [ $# -eq 1 ] || misused "one node leaves at a time"
  local asked
  asked=$(another_than "$1")
  change "$asked" "$1" leave
}
