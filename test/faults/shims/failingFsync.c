/*
 * A disk that fails to flush, for tests: while the file FAILING_FSYNC_IF exists, fsync and fdatasync of regular files say
 * EIO and do nothing.
 *
 *   gcc -shared -fPIC -O2 -o failingFsync.so failingFsync.c -ldl
 *   FAILING_FSYNC_IF=/tmp/flag LD_PRELOAD=./failingFsync.so program
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int sync_function(int fd);

static int sync_or_fail(const char *name, int fd) {
  struct stat status;
  const char *flag = getenv("FAILING_FSYNC_IF");
  if (flag && access(flag, F_OK) == 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    errno = EIO;
    return -1;
  }
  sync_function *real = (sync_function *)dlsym(RTLD_NEXT, name);
  return real(fd);
}

int fsync(int fd) { return sync_or_fail("fsync", fd); }
int fdatasync(int fd) { return sync_or_fail("fdatasync", fd); }
