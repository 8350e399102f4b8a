/*
 * Preloaded into a node: its wall clock is off by the nanoseconds in the file CHAOS_CLOCK, 8 bytes that can be written while
 * it runs. What is measured (CLOCK_MONOTONIC) is left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000LL

static int64_t none;
static const volatile int64_t *offset = &none;

static int (*real_gettime)(clockid_t, struct timespec *);
static int (*real_timedwait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

__attribute__((constructor)) static void prepare(void) {
  real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  /* Older programs on x86 mean another function by this name. */
  real_timedwait = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
  if (!real_timedwait) real_timedwait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  const char *name = getenv("CHAOS_CLOCK");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof none, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (mapped != MAP_FAILED) offset = mapped;
}

static void add(struct timespec *time, int64_t nanos) {
  int64_t sum = time->tv_sec * NANOS + time->tv_nsec + nanos;
  time->tv_sec = sum / NANOS;
  time->tv_nsec = sum % NANOS;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (!real_gettime) prepare();
  int failed = real_gettime(clock, time);
  if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) add(time, *offset);
  return failed;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (!clock_gettime(CLOCK_REALTIME, &now)) {
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
  }
  return 0;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

/* The kernel compares a deadline with the right clock. One after 2001 is of the wall clock: no machine is up for so long. */
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *deadline) {
  struct timespec right = *deadline;
  if (right.tv_sec > NANOS) add(&right, -*offset);
  return real_timedwait(condition, mutex, &right);
}
