# Sourced by scripts/chaos: the cluster that is hurt: made, started, looked at, and removed without a trace.
# $dir/settings has what `up` found and was told, $dir/nodes a line "ID HOST DATA_PORT ADMIN_PORT PEER_PORT" for each node.

# The same for the same directory, so that what is left over can be found when the directory is gone.
prefix_of() { printf 'dyn-%06x' $(($(printf %s "$1" | cksum | cut -d' ' -f1) & 0xffffff)); }

need_cluster() { [ -n "$is_up" ] || fail "there is no chaos cluster in $dir; scripts/chaos up makes one" 3; }

ids() { cut -d' ' -f1 "$dir/nodes"; }

# Sets $id, $host, $data, $admin, $peer of a node.
node() {
  read -r id host data admin peer < <(grep "^$1 " "$dir/nodes") || misused "there is no node $1; there are: $(ids | xargs)"
}

# Faults that are on are empty files "FAULT.ID" in $dir/on.
mark() { : >"$dir/on/$1.$2"; }
unmark() { rm -f "$dir/on/$1.$2"; }
is_on() { [ -f "$dir/on/$1.$2" ]; }
# The nodes that a fault is on at.
nodes_with() { (cd "$dir/on" && printf '%s\n' "$1".*) | sed -n 's/^[a-z-]*\.\(node[0-9]*\)$/\1/p' | sort -V; }

readiness() {
  local answer
  answer=$(curl -s -m 2 -w '%{http_code}' "http://$host:$1/health/ready") || return 0
  echo "${answer: -3} ${answer%???}"
}

# ---- crashes -------------------------------------------------------------------------------------------------------------
# A node that ended though nobody ended it is a line "ID LAST_WORDS" in $dir/crashes, once it is looked at.

# Under the node's lock, lest one that is being started is taken for one that ended.
note_crash() {
  local each
  if [ ! -f "$dir/$1/pid" ] || [ -n "$(pid_of "$1")" ]; then return; fi
  for each in kill power-cut wipe disk-full; do if is_on "$each" "$1"; then return; fi; done
  rm "$dir/$1/pid"
  # One that is to join and finds nobody for 15 s ends, as it should; whoever started it starts it again.
  if [[ $(last_words "$1") == *"no node of the cluster to join answers"* ]]; then
    mark kill "$1"
  else
    echo "$1 $(last_words "$1")" >>"$dir/crashes"
  fi
}

last_words() {
  tail -n 60 "$dir/$1/log" 2>/dev/null | grep -aE '^dynamo-node: |^Terminating due to|^# +(SIG|Internal Error|Out of Memory)' |
    tail -n 1 | grep . || echo "it said nothing; see the end of its log"
}

look_for_crash() { (lock_node "$1"; note_crash "$1"); }

# expect_end FAULT ID: from now on it is the fault that ends it.
expect_end() {
  look_for_crash "$2"
  mark "$1" "$2"
  unmark pause "$2"
}

# ---- up ------------------------------------------------------------------------------------------------------------------

leftovers() { network_leftovers; disk_leftovers; throttle_leftovers; }

up() {
  [[ ${nodes:-5} =~ ^[1-9][0-9]?$ ]] || misused "--nodes wants a number from 1 to 99"
  if [ -f "$dir/settings" ] || [ -n "$(leftovers)" ]; then
    fail "there is a chaos cluster in $dir, or something is left of one; scripts/chaos down --dir $dir removes it"
  fi
  if [ -d "$dir" ] && [ -n "$(ls -A "$dir")" ]; then fail "$dir is not empty and holds no chaos cluster"; fi
  command -v curl >/dev/null || fail "needs curl"
  find_java
  if [ -z "${CHAOS_NODE_COMMAND:-}" ]; then build_node; fi
  install_missing
  probe
  # Two that come up at the same time must not choose the same subnet or ports.
  exec 7>"${TMPDIR:-/tmp}/dynamo-chaos-$(id -u).lock"
  if command -v flock >/dev/null; then flock -w 300 7; fi
  trap 'echo "chaos: could not come up; removing what there is" >&2; tear_down' EXIT
  make_cluster
  exec 7>&-
  local each
  for each in $(ids); do start_node "$each"; done
  for each in $(ids); do wait_ready "$each"; done
  check_peers
  trap - EXIT
  if [ -n "$refusals" ]; then
    echo "THIS MACHINE CANNOT DO EVERYTHING:" >&2
    if [ -z "$namespaces" ]; then echo "  all nodes are on loopback" >&2; fi
    printf '%s' "$refusals" | sed 's/^\([^ ]*\) /  no \1: /' >&2
  fi
  show_nodes
}

make_cluster() {
  local others='  members:' name i
  mkdir -p "$dir/on"
  subnet=
  save_settings
  if [ -n "$namespaces" ]; then make_network; fi
  save_settings
  if [ -z "${CHAOS_NODE_COMMAND:-}" ]; then copy_jar; fi
  if [ -n "$false_clocks" ]; then bounded cc -O2 -Wall -shared -fPIC -o "$dir/clock.so" "$repo/scripts/lib/clock.c" -ldl; fi
  (umask 077 && random_hex 24 >"$dir/secret")
  : >"$dir/nodes"
  for ((i = 1; i <= ${nodes:-5}; i++)); do name_node "$i"; done
  while read -r id host data admin peer; do others+=$'\n'"    - $id=$host:$peer"; done <"$dir/nodes"
  name=chaos-$(random_hex 4)
  while read -r id host data admin peer; do make_node "$name" "$others"; done <"$dir/nodes"
}

save_settings() {
  {
    printf '%s=%q\n' prefix "$prefix" namespaces "$namespaces" disk_images "$disk_images" subnet "$subnet" \
      false_clocks "$false_clocks" java "$java" java_options "${CHAOS_JAVA_OPTS:-}" \
      class_path_prefix "${CHAOS_CLASSPATH_PREFIX:-}" node_command "${CHAOS_NODE_COMMAND:-}" refusals "$refusals"
  } >"$dir/settings.new"
  mv "$dir/settings.new" "$dir/settings"
  . "$dir/settings"
}

# name_node NUMBER: a line at the end of $dir/nodes.
name_node() {
  if [ -n "$namespaces" ]; then
    echo "node$1 $subnet.$((10 + $1)) 8080 8180 7000" >>"$dir/nodes"
  else
    host=127.0.0.1
    ports_of_directory
    echo "node$1 $host $(free_port "$dir/nodes" $((data_from + $1)))" \
      "$(free_port "$dir/nodes" $((admin_from + $1))) $(free_port "$dir/nodes" $((peer_from + $1)))" >>"$dir/nodes"
  fi
}

# make_node CLUSTER_ID OTHERS: its configuration, disk and network.
make_node() {
  configure "$1" "$2" "storage.reserve: $node_reserve"
  set_clock "$id" 0
  make_disk "$id"
  if [ -n "$namespaces" ]; then make_namespace; fi
}

# Starts a node's process, with the faults that are on; returns at once.
start_node() {
  local around=() program=() each
  node "$1"
  lock_node "$id"
  note_crash "$id"
  mount_disk "$id"
  # "ip netns exec" would give it mounts of its own as well, and keep the disks of all others busy.
  if [ -n "$namespaces" ]; then around+=(nsenter "--net=/run/netns/$(namespace_of "$id")"); fi
  if [ -n "$false_clocks" ]; then around+=(env "LD_PRELOAD=$dir/clock.so" "CHAOS_CLOCK=$dir/$id/clock"); fi
  # shellcheck disable=SC2206
  if [ -n "$node_command" ]; then
    program=($node_command)
  else
    jvm_of_node
    program=("${jvm[@]}" $java_options)
    if [ -n "$class_path_prefix" ]; then
      program+=(-cp "$class_path_prefix:$dir/dynamo-node.jar" dynamo.node.boot.Main)
    else
      program+=(-jar "$dir/dynamo-node.jar")
    fi
  fi
  launch "${around[@]}" "${program[@]}"
  if is_on slow-disk "$id"; then throttle "$id" $(cat "$dir/on/slow-disk.$id"); fi
  for each in kill wipe power-cut; do unmark "$each" "$id"; done
  exec 9>&-
}

start_all() {
  local each
  for each in "$@"; do start_node "$each"; done
  for each in "$@"; do wait_ready "$each"; done
}

# A bridge can be there and a firewall of the host keep packets off it; nobody should take that for a partition.
check_peers() {
  [ -n "$namespaces" ] || return 0
  local from
  from=$(namespace_of node1)
  while read -r id host data admin peer; do
    nsenter "--net=/run/netns/$from" timeout 5 bash -c ": 3<>/dev/tcp/$host/$peer" 2>/dev/null ||
      fail "node1 cannot reach $id at $host:$peer; does a firewall of this machine filter bridges?"
  done <"$dir/nodes"
}

# ---- looking -------------------------------------------------------------------------------------------------------------

show_nodes() {
  local each rows separator="["
  rows=$(for each in $(ids); do row "$each" & done; wait)
  rows=$(sort -V <<<"$rows")
  if [ "$output" = table ]; then
    { echo "NODE STATE DATA ADMIN PEER PID FAULTS"; echo "$rows"; } |
      while read -r id state data admin peer pid faults; do
        printf '%-8s %-9s %-26s %-26s %-20s %-8s %s\n' "$id" "$state" "$data" "$admin" "$peer" "$pid" "$faults"
      done
    if [ -s "$dir/crashes" ]; then sed 's/^\([^ ]*\) /\1 ended by itself: /' "$dir/crashes"; fi
    return
  fi
  while read -r id state data admin peer pid faults; do
    if [ "$pid" = - ]; then pid=null; fi
    printf '%s{"id":"%s","state":"%s","data":"%s","admin":"%s","peer":"%s","pid":%s,"faults":[%s],"crashes":[%s]}' \
      "$separator" "$id" "$state" "$data" "$admin" "$peer" "$pid" "$(json_list ${faults//,/ })" "$(json_crashes "$id")"
    separator=", "
  done <<<"$rows"
  echo "]"
}

json_crashes() {
  local line separator=
  while read -r _ line; do
    printf '%s' "$separator"
    json_text "$line"
    separator=,
  done < <(grep -s "^$1 " "$dir/crashes" | head -n 10)
}

row() {
  local state faults pid
  node "$1"
  look_for_crash "$id"
  state=$(state_of "$id" "$admin")
  pid=$(pid_of "$id")
  case $state in
    ready) state=running ;;
    stopped) state=ended; for faults in kill power-cut wipe; do if is_on "$faults" "$id"; then state=killed; fi; done ;;
  esac
  faults=$({ (cd "$dir/on" && printf '%s\n' *".$id") | sed -n "s/\.$id$//p" | grep -v '^\*$'
    grep -w "$id" "$dir/cuts" 2>/dev/null | cut -d' ' -f1; } | sort -u | paste -sd,)
  echo "$id $state http://$host:$data http://$host:$admin $host:$peer ${pid:--} $faults"
}

# ---- down ----------------------------------------------------------------------------------------------------------------

down() {
  if [ ! -f "$dir/settings" ] && [ -z "$(leftovers)" ]; then
    echo "there is no chaos cluster in $dir" >&2
    return
  fi
  tear_down
  local left
  left=$(leftovers)
  [ -z "$left" ] || fail "these are left: $(xargs <<<"$left")"
  echo "$dir and all that belonged to it is gone"
}

# In this order: a disk is busy while its process lives.
tear_down() {
  local each pid
  for each in "$dir"/node*/pid; do
    pid=$(living_pid "$each")
    if [ -n "$pid" ]; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
  for each in "$dir"/node*/pid; do wait_gone "$each" 10 || fail "process $(living_pid "$each") does not end"; done
  for each in $(throttle_leftovers); do unthrottle "${each##*"$prefix"-}"; done
  for each in $(disk_leftovers); do unmount_disk "$(basename "$(dirname "$each")")"; done
  remove_network
  if [ -f "$dir/settings" ]; then rm -rf --one-file-system "$dir"; fi
}
