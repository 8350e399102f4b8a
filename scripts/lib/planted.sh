# Sourced by scripts/chaos: nodes with a bug of the tests, woven in when they start. The jar that is shipped has none of them.

# plant BUGS: from now on nodes are started with them.
plant() {
  local classes=$repo/dynamo-node/target/test-classes agent=$repo/.dynamo/planted.jar version weaver manifest
  find_java
  if [ ! -d "$classes/dynamo/node/planted" ]; then
    (cd "$repo" && mvn -B -q test-compile -pl dynamo-node -am) >&2
  fi
  version=$(sed -n 's|.*<byte-buddy.version>\(.*\)</byte-buddy.version>.*|\1|p' "$repo/pom.xml")
  weaver=$(cd "$repo" && mvn -B -q help:evaluate -Dexpression=settings.localRepository -DforceStdout -Dstyle.color=never | tr -d "\033" | sed "s/\[[0-9]*m//g")
  weaver=$weaver/net/bytebuddy/byte-buddy/$version/byte-buddy-$version.jar
  [ -f "$weaver" ] || fail "there is no $weaver; run mvn -B verify first"
  mkdir -p "$repo/.dynamo"
  manifest=$(mktemp)
  printf '%s\n' "Premain-Class: dynamo.node.planted.PlantedAgent" "Can-Retransform-Classes: true" \
    "Class-Path: file://$weaver" >"$manifest"
  "$(dirname "$(readlink -f "$java")")/jar" --create --file "$agent" --manifest "$manifest" -C "$classes" dynamo/node/planted
  rm "$manifest"
  export CHAOS_JAVA_OPTS="${CHAOS_JAVA_OPTS:-} -javaagent:$agent=$1"
  echo "chaos: every node has the planted bug $1" >&2
}
