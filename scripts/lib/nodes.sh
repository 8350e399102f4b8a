# Sourced by scripts/cluster and scripts/chaos: node processes on this machine, each with a directory $dir/ID.
# Needs $dir, fail, and a function "node" that sets $id, $host, $data, $admin and $peer of the node it is given, and
# "readiness", which says what its admin port answers to a GET of /health/ready: the status and the body.

ready_seconds=90

pid_of() { living_pid "$dir/$1/pid"; }

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# One command at a time for each node. Closed by whoever starts a process, or that would keep it.
lock_node() {
  exec 9>"$dir/$1/lock"
  if command -v flock >/dev/null; then flock 9; fi
}

# free_port FILE PORT: the first port from there on that nobody listens at, and that is not in the file.
free_port() {
  local port=$2
  while { : 3<>"/dev/tcp/$host/$port"; } 2>/dev/null || grep -qw "$port" "$1"; do port=$((port + 1)); done
  echo "$port"
}

# Sets $data_from, $admin_from, $peer_from: where a directory's ports begin, so that clusters do not take each other's
# while those are down.
ports_of_directory() {
  data_from=$((10000 + $(printf %s "$dir" | cksum | cut -d' ' -f1) % 70 * 300))
  admin_from=$((data_from + 100))
  peer_from=$((data_from + 200))
}

# configure CLUSTER_ID OTHERS [MORE]: writes the configuration of $id; OTHERS are lines of YAML that say whom it knows.
configure() {
  mkdir -p "$dir/$id"
  cat >"$dir/$id/node.yaml" <<YAML
node.id: $id
cluster:
  id: $1
  secret-file: '$dir/secret'
$2
data.dir: '$dir/$id/data'
peer:
  host: $host
  port: $peer
http:
  data.host: $host
  data.port: $data
  admin.host: $host
  admin.port: $admin
YAML
  if [ -n "${3:-}" ]; then echo "$3" >>"$dir/$id/node.yaml"; fi
}

cluster_id() { sed -n 's/^  id: //p' "$dir/node1/node.yaml"; }

# A copy: a jar that is built anew under a running node would break it.
copy_jar() {
  if ! cmp -s "$repo/dynamo-node/target/dynamo-node.jar" "$dir/dynamo-node.jar"; then
    cp "$repo/dynamo-node/target/dynamo-node.jar" "$dir/dynamo-node.jar.new"
    mv "$dir/dynamo-node.jar.new" "$dir/dynamo-node.jar"
  fi
}

# Sets $jvm: the JVM of node $id with its flags.
# The unsafe-access flag is known from JDK 23 on, and JDK 24 warns without it.
jvm_of_node() {
  jvm=("$java" -Xmx512m -XX:+ExitOnOutOfMemoryError -XX:+IgnoreUnrecognizedVMOptions
    --sun-misc-unsafe-memory-access=allow "-XX:ErrorFile=$dir/$id/hs_err.log")
}

# launch COMMAND...: starts the process of $id, unless it runs; returns at once.
launch() {
  [ -z "$(pid_of "$id")" ] || return 0
  local detached=(nohup)
  if command -v setsid >/dev/null; then detached=(setsid); fi
  rm -f "$dir/$id/pid"
  "${detached[@]}" "$@" --config "$dir/$id/node.yaml" </dev/null >>"$dir/$id/log" 2>&1 3>&- 7>&- 8>&- 9>&- &
  local pid=$!
  echo "$pid $(start_time "$pid")" >"$dir/$id/pid"
  # Or the shell would say so when it is killed later on.
  disown
}

state_of() {
  local pid
  pid=$(pid_of "$1")
  if [ -z "$pid" ]; then
    echo stopped
  elif [ "$(process_state "$pid")" = T ]; then
    echo paused
  else
    case $(readiness "$2") in
      200*) echo ready ;;
      *"waits to be joined"*) echo waiting ;;
      *"removed from the ring"*) echo removed ;;
      [0-9]*) echo starting ;;
      *) echo silent ;;
    esac
  fi
}

wait_ready() {
  node "$1"
  local deadline=$((SECONDS + ready_seconds))
  until [[ $(state_of "$id" "$admin") =~ ^(ready|waiting|removed)$ ]]; do
    if [ -z "$(pid_of "$id")" ]; then
      tail -n 5 "$dir/$id/log" >&2
      fail "$id ended while it started; see $dir/$id/log"
    fi
    [ $SECONDS -lt $deadline ] || fail "$id is not ready after $ready_seconds s; see $dir/$id/log"
    sleep 0.1
  done
}

# Fails when the node is not running.
signal_node() {
  node "$2"
  local pid
  pid=$(pid_of "$id")
  if [ -z "$pid" ]; then
    echo "$id is not running" >&2
    return 1
  fi
  kill "-$1" "$pid"
}

# All within one call, so that no node outlives the others by more than microseconds.
kill_nodes() {
  local each pid pids=()
  for each in "$@"; do
    node "$each"
    pid=$(pid_of "$id")
    if [ -n "$pid" ]; then pids+=("$pid"); else echo "$id is not running" >&2; fi
  done
  if [ ${#pids[@]} -gt 0 ]; then kill -KILL "${pids[@]}"; fi
  for each in "$@"; do
    wait_gone "$dir/$each/pid" 10 || fail "$each still lives 10 s after SIGKILL"
  done
}

pause() {
  local each
  for each in "$@"; do
    signal_node STOP "$each" || exit 1
    until [ "$(process_state "$(pid_of "$id")")" = T ]; do
      [ -n "$(pid_of "$id")" ] || fail "$id ended"
      sleep 0.02
    done
  done
}
