# Sourced by scripts/chaos: a network namespace for each node, all on one bridge that the host can reach, and what is cut.
# Needs $prefix, $dir. All names begin with $prefix.

namespace_of() { echo "$prefix-$1"; }
# Names of interfaces end after 15 letters.
veth_of() { echo "$prefix-n${1#node}"; }

# Sets $subnet to one that no address or route of this machine is in. 198.18.0.0/15 is for benchmarks (RFC 2544): nobody
# is reached there.
choose_subnet() {
  local taken i
  taken=$(bounded ip -4 -o addr; bounded ip -4 route)
  for ((i = 0; i < 256; i++)); do
    subnet=198.18.$(((0x${prefix#dyn-} + i) % 256))
    grep -qE "(^| )${subnet//./\\.}\\." <<<"$taken" || return 0
  done
  fail "no subnet is free within 198.18.0.0/16"
}

make_network() {
  choose_subnet
  bounded ip link add "$prefix" type bridge
  bounded ip addr add "$subnet.1/24" dev "$prefix"
  bounded ip link set "$prefix" up
}

# For $id, at $host.
make_namespace() {
  local namespace veth
  namespace=$(namespace_of "$id")
  veth=$(veth_of "$id")
  bounded ip netns add "$namespace"
  bounded ip link add "$veth" type veth peer name eth0 netns "$namespace"
  bounded ip link set "$veth" master "$prefix" up
  bounded ip -n "$namespace" addr add "$host/24" dev eth0
  bounded ip -n "$namespace" link set eth0 up
  bounded ip -n "$namespace" link set lo up
}

network_leftovers() {
  command -v ip >/dev/null || return 0
  bounded ip netns list | grep -o "^$prefix-[a-z0-9]*" || true
  bounded ip -br link | grep -o "^$prefix[-a-z0-9]*" || true
  if command -v nft >/dev/null && [ "$(id -u)" -eq 0 ]; then
    bounded nft list tables bridge 2>/dev/null | grep -o "$(table)" || true
  fi
}

remove_network() {
  local each
  command -v ip >/dev/null && [ "$(id -u)" -eq 0 ] || return 0
  for each in $(bounded ip netns list | grep -o "^$prefix-[a-z0-9]*"); do bounded ip netns del "$each"; done
  for each in $(bounded ip -br link | grep -o "^$prefix[-a-z0-9]*"); do bounded ip link del "$each" 2>/dev/null || true; done
  if command -v nft >/dev/null; then remove_table; fi
}

# ---- what is cut: $dir/cuts has a line "FAULT FROM TO" for each pair and direction; FROM is "clients" for the host -------

# Within nft's names there is no "-".
table() { echo "${prefix/-/_}"; }

# Works whether it is there or not.
remove_table() {
  bounded nft -f - <<NFT
table bridge $(table)
delete table bridge $(table)
NFT
}

# Changes $dir/cuts with a function that reads the old lines and writes the new ones, then makes them true at once: no
# packet sees half of it. Clients are kept from the data port only, so that the admin port can still be watched.
change_cuts() {
  exec 6>"$dir/cuts.lock"
  flock -w 30 6
  touch "$dir/cuts"
  "$@" <"$dir/cuts" | sort -u >"$dir/cuts.new"
  mv "$dir/cuts.new" "$dir/cuts"
  if [ -s "$dir/cuts" ]; then rules | bounded nft -f - 6>&-; else remove_table 6>&-; fi
  exec 6>&-
}

rules() {
  local _ from to port
  cat <<NFT
table bridge $(table)
delete table bridge $(table)
table bridge $(table) {
  chain nodes {
    type filter hook forward priority 0; policy accept;
NFT
  while read -r _ from to; do
    if [ "$from" != clients ]; then echo "    iifname $(veth_of "$from") oifname $(veth_of "$to") drop"; fi
  done <"$dir/cuts"
  cat <<NFT
  }
  chain clients {
    type filter hook output priority 0; policy accept;
NFT
  while read -r _ from to; do
    if [ "$from" = clients ]; then
      port=$(sed -n "s/^$to [^ ]* \([0-9]*\) .*/\1/p" "$dir/nodes")
      echo "    oifname $(veth_of "$to") tcp dport $port drop"
    fi
  done <"$dir/cuts"
  printf '  }\n}\n'
}

# without WORDS: the lines that do not begin with these words.
without() { grep -vE "^$1( |\$)" || true; }
with() {
  cat
  printf '%s\n' "$1"
}
# in_place_of FAULT LINES
in_place_of() { without "$1"; if [ -n "$2" ]; then printf '%s\n' "$2"; fi; }
