# Sourced by scripts/chaos: which faults this machine can do, found by doing each in small.
# Needs $prefix; sets $refusals, a line "FAULT WHY" for each fault that cannot be done here.

all_faults="kill kill-random pause partition one-way clock disk-full slow-disk power-cut wipe join leave"

# Whatever talks to the kernel or the network may hang where the machine is broken.
bounded() { timeout 20 "$@"; }

missing() {
  local each
  for each in "$@"; do command -v "$each" >/dev/null || { echo "there is no $each"; return; }; done
}

# Packages that are not there and can be had; a fault whose package does not come is one that is skipped.
install_missing() {
  local packages=()
  [ -z "$(missing ip)" ] || packages+=(iproute2)
  [ -z "$(missing nft)" ] || packages+=(nftables)
  [ -z "$(missing mkfs.ext4)" ] || packages+=(e2fsprogs)
  [ -z "$(missing cc)" ] || packages+=(gcc libc6-dev)
  if [ ${#packages[@]} -eq 0 ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then return 0; fi
  # shellcheck disable=SC2016
  timeout 300 bash -c '. "$0"; install_packages "$@"' "$repo/scripts/lib/java.sh" "${packages[@]}" >/dev/null ||
    echo "chaos: could not install ${packages[*]}" >&2
}

blkio_root() { awk '$3 == "cgroup" && $4 ~ /blkio/ { print $2; exit }' /proc/mounts 2>/dev/null; }

refuse_namespaces() {
  if [ "$(id -u)" -ne 0 ]; then echo "needs root"; return; fi
  missing timeout ip nsenter
  if ! bounded ip netns add "$prefix-probe" 2>/dev/null; then echo "no network namespaces here"; return; fi
  bounded ip link add "$prefix-p" type veth peer name eth0 netns "$prefix-probe" 2>/dev/null || echo "no veth here"
  bounded ip netns del "$prefix-probe"
  bounded ip link add "$prefix-p" type bridge 2>/dev/null || { echo "no bridges here"; return; }
  bounded ip link del "$prefix-p"
}

refuse_cuts() {
  missing nft
  bounded nft -c -f - 2>/dev/null <<'NFT' || echo "no nft tables for bridges here"
table bridge dynamo_probe {
  chain cuts {
    type filter hook forward priority 0; policy accept;
  }
}
NFT
}

# Says nothing, or why there are no images; then, after a line "cut", why a file system cannot be cut off.
refuse_disks() {
  if [ "$(id -u)" -ne 0 ]; then echo "needs root"; return; fi
  missing timeout mkfs.ext4 mountpoint fallocate
  local place
  place=$(mktemp -d "${TMPDIR:-/tmp}/$prefix-probe.XXXX")
  mkdir "$place/data"
  truncate -s 8M "$place/disk.img"
  if bounded mkfs.ext4 -q -F "$place/disk.img" 2>/dev/null && bounded mount -o loop "$place/disk.img" "$place/data" 2>/dev/null; then
    echo "cut"
    cut_file_systems "$place/data" 2>/dev/null || echo "a file system cannot be cut off here"
    bounded umount "$place/data"
  else
    echo "no loop device or ext4 here"
  fi
  rm -r "$place"
}

refuse_clocks() {
  missing timeout cc
  bounded cc -shared -fPIC -x c -o /dev/null - -ldl 2>/dev/null <<<"#include <dlfcn.h>" || echo "nothing can be compiled here"
}

probe() {
  local network cuts disks cut images slow=
  refusals=
  network=$(refuse_namespaces | head -n 1)
  cuts=$network
  [ -n "$cuts" ] || cuts=$(refuse_cuts | head -n 1)
  disks=$(refuse_disks)
  images=$(sed '/^cut$/,$d' <<<"$disks" | head -n 1)
  cut=$(sed '1,/^cut$/d' <<<"$disks" | head -n 1)
  [ -n "$(blkio_root)" ] || slow="no blkio controller of cgroup version 1 here"
  refuse partition "$cuts"
  refuse one-way "$cuts"
  refuse clock "$(refuse_clocks | head -n 1)"
  refuse disk-full "$images"
  refuse slow-disk "${images:-$slow}"
  refuse power-cut "${images:-$cut}"
  false_clocks=yes
  if [ -n "$(why_not clock)" ]; then false_clocks=; fi
  namespaces=yes
  if [ -n "$network" ]; then namespaces=; fi
  disk_images=yes
  if [ -n "$images" ]; then disk_images=; fi
}

refuse() { if [ -n "$2" ]; then refusals+="$1 $2"$'\n'; fi; }

# why_not FAULT: nothing, when it can be done.
why_not() { sed -n "s/^$1 //p" <<<"$refusals"; }

can() {
  local each why separator="["
  [ -n "$is_up" ] || probe
  for each in $all_faults; do
    why=$(why_not "$each")
    if [ "$output" = json ]; then
      printf '%s{"fault":"%s","can":%s,"why":%s}' "$separator" "$each" "$([ -n "$why" ] && echo false || echo true)" \
        "$(json_or_null "$why")"
      separator=", "
    else
      printf '%-12s %s\n' "$each" "${why:+no: }${why:-yes}"
    fi
  done
  if [ "$output" = json ]; then echo "]"; fi
}
