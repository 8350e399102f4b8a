# Sourced by scripts/chaos: a small ext4 image for each node's data, and what can be done to it.
# Needs $prefix, $dir; a node's data is in $dir/ID/data, which the image is mounted at.

# Sparse: it takes what is written to it.
image_bytes=1G
# So that an image which is nearly full is not yet "disk full".
node_reserve=64MiB

data_of() { echo "$dir/$1/data"; }
ballast_of() { echo "$(data_of "$1")/chaos-ballast"; }

make_disk() {
  local data
  data=$(data_of "$1")
  mkdir -p "$data"
  [ -n "$disk_images" ] || return 0
  truncate -s "$image_bytes" "$dir/$1/disk.img"
  bounded mkfs.ext4 -q -F -m 0 "$dir/$1/disk.img"
  mount_disk "$1"
  rmdir "$data/lost+found"
}

mount_disk() {
  if [ -n "$disk_images" ] && ! mountpoint -q "$(data_of "$1")"; then
    bounded mount -o loop "$dir/$1/disk.img" "$(data_of "$1")"
  fi
}

# A process that was killed may hold its files for some moments more.
unmount_disk() {
  local tries=50
  while mountpoint -q "$(data_of "$1")"; do
    bounded umount "$(data_of "$1")" 2>/dev/null && continue
    [ $((tries--)) -gt 0 ] || fail "$(data_of "$1") cannot be unmounted"
    sleep 0.1
  done
}

empty_disk() { find "$(data_of "$1")" -mindepth 1 -delete; }

disk_leftovers() { cut -d' ' -f2 /proc/mounts 2>/dev/null | grep "^$dir/node[0-9]*/data$" || true; }

# cut_file_systems MOUNT...: they write nothing any more, not even their journals (EXT4_IOC_SHUTDOWN with NOLOGFLUSH).
cut_file_systems() {
  # shellcheck disable=SC2016
  bounded perl -e 'for (@ARGV) {
    open(my $fs, "<", $_) or die "$_: $!";
    my $flags = pack("L", 2);
    ioctl($fs, 0x8004587d, $flags) or die "$_: $!";
  }' "$@"
}

# fill_disk ID BYTES: all but so many.
fill_disk() {
  local free ballast
  ballast=$(ballast_of "$1")
  rm -f "$ballast"
  free=$(df --output=avail -B1 "$(data_of "$1")" | tail -n 1)
  [ "$free" -gt "$2" ] || return 0
  # The last MiBs are written: fallocate takes all or none, and the node writes meanwhile.
  if [ $((free - $2)) -gt $((8 << 20)) ]; then bounded fallocate -l $((free - $2 - (8 << 20))) "$ballast"; fi
  free=$(df --output=avail -B1 "$(data_of "$1")" | tail -n 1)
  if [ "$free" -gt "$2" ]; then head -c $((free - $2)) /dev/zero 2>/dev/null | bounded tee -a "$ballast" >/dev/null 2>&1 || true; fi
  bounded sync "$ballast"
}

# ---- slow: the throttle of a cgroup, which the node's process is put into ------------------------------------------------

throttle_of() { echo "$(blkio_root)/$prefix-$1"; }

# throttle ID WRITES_PER_SECOND BYTES_PER_SECOND: of its image, for as long as its process lives.
throttle() {
  local group device pid
  group=$(throttle_of "$1")
  device=$(mountpoint -d "$(data_of "$1")")
  mkdir -p "$group"
  echo "$device $2" >"$group/blkio.throttle.write_iops_device"
  echo "$device $3" >"$group/blkio.throttle.write_bps_device"
  pid=$(pid_of "$1")
  if [ -n "$pid" ]; then echo "$pid" >"$group/cgroup.procs"; fi
}

# A group goes when no process is in it; the threads of one that was killed may take a moment.
unthrottle() {
  local group pid tries=50
  group=$(throttle_of "$1")
  [ -n "$(blkio_root)" ] && [ -d "$group" ] || return 0
  for pid in $(cat "$group/cgroup.procs"); do echo "$pid" >"$(blkio_root)/cgroup.procs" 2>/dev/null || true; done
  until rmdir "$group" 2>/dev/null; do
    [ $((tries--)) -gt 0 ] || fail "$group cannot be removed"
    sleep 0.1
  done
}

throttle_leftovers() {
  local each
  [ -n "$(blkio_root)" ] || return 0
  for each in "$(blkio_root)/$prefix-"*; do if [ -d "$each" ]; then echo "$each"; fi; done
}
