# Sourced by the scripts: finds or installs a JDK and Maven, and builds a jar that is older than its sources.
# Needs $repo; says on stderr what it does.

java_minimum=17

# From the file that comes with a JDK, or else, half a second later, from the JDK itself.
java_major() {
  local release
  release=$(dirname "$(dirname "$(readlink -f "$1" 2>/dev/null || echo "$1")")")/release
  if grep -q '^JAVA_VERSION="[0-9]' "$release" 2>/dev/null; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
    return
  fi
  "$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p' | sed 's/^1\.//'
}

# Sets $java. A JDK of another place is chosen with JAVA_HOME.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  java=${java:-$(command -v java || true)}
  if [ -n "$java" ] && [ -x "$java" ] && [ "$(java_major "$java")" -ge "$java_minimum" ]; then
    return
  fi
  install_packages openjdk-17-jdk-headless
  java=$(command -v java)
}

# On Debian as root it installs; elsewhere it says what to install.
install_packages() {
  if ! command -v apt-get >/dev/null; then
    echo "needed: a JDK of version $java_minimum or newer, and Maven 3.8 or newer" >&2
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "missing: $*; install with: sudo apt-get install -y $*" >&2
    exit 1
  fi
  echo "installing $*" >&2
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } >&2
}

# build_jar MODULE JAR SOURCE...: runs Maven when one of the sources is newer than the jar.
build_jar() {
  local module=$1 jar=$repo/$2 newer
  shift 2
  mkdir -p "$repo/.dynamo"
  exec 8>"$repo/.dynamo/build.lock"
  if command -v flock >/dev/null; then flock 8; fi
  if [ -f "$jar" ]; then
    newer=$(cd "$repo" && find pom.xml "$@" -newer "$jar" -type f -print -quit)
    if [ -z "$newer" ]; then
      exec 8>&-
      return
    fi
    echo "building: $newer is newer than $(basename "$jar")" >&2
  else
    echo "building: there is no $(basename "$jar") yet" >&2
  fi
  if ! command -v javac >/dev/null && [ -z "${JAVA_HOME:-}" ]; then install_packages openjdk-17-jdk-headless; fi
  if ! command -v mvn >/dev/null; then install_packages maven; fi
  (cd "$repo" && mvn -B -q -Dmaven.test.skip=true -pl "$module" -am package >&2 8>&-)
  touch "$jar"
  exec 8>&-
}

build_node() {
  build_jar dynamo-node dynamo-node/target/dynamo-node.jar dynamo-client/pom.xml dynamo-client/src/main \
    dynamo-node/pom.xml dynamo-node/src/main
}

build_ring() {
  build_jar ring-tools ring-tools/target/ring.jar dynamo-client/pom.xml dynamo-client/src/main \
    dynamo-node/pom.xml dynamo-node/src/main ring-tools/pom.xml ring-tools/src/main
}
