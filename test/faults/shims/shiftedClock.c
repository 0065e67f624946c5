/*
 * A clock that somebody set wrong, for tests: the time of day is off by as many milliseconds as the first eight bytes of a
 * file say, and follows the file while the program runs. The monotonic clock, and with it every timer, is left alone.
 *
 *   gcc -shared -fPIC -O2 -o shiftedClock.so shiftedClock.c -ldl
 *   SHIFTED_CLOCK=/offset LD_PRELOAD=./shiftedClock.so program
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef int clock_function(clockid_t clock, struct timespec *now);

static clock_function *real_clock;
static const volatile int64_t *offset_ms;

__attribute__((constructor)) static void load(void) {
  real_clock = (clock_function *)dlsym(RTLD_NEXT, "clock_gettime");
  const char *path = getenv("SHIFTED_CLOCK");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  void *bytes = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *offset_ms, PROT_READ, MAP_SHARED, file, 0);
  if (!real_clock || bytes == MAP_FAILED) {
    perror("shiftedClock");
    abort();
  }
  close(file);
  offset_ms = bytes;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  if (!real_clock) load();
  int result = real_clock(clock, now);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  int64_t nanoseconds = now->tv_nsec + (*offset_ms % 1000) * 1000000;
  now->tv_sec += *offset_ms / 1000 + (nanoseconds < 0 ? -1 : nanoseconds / 1000000000);
  now->tv_nsec = (nanoseconds + 1000000000) % 1000000000;
  return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec exact;
  int result = clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return result;
}

time_t time(time_t *seconds) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (seconds) *seconds = exact.tv_sec;
  return exact.tv_sec;
}
