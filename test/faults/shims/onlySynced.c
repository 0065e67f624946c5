/*
 * A power cut in software, for tests. Whatever a program has written to a file but not flushed is lost when the power
 * goes, and a file it has deleted is back unless it flushed the folder: this keeps a second copy of each file, and brings
 * it up to date only when the program flushes that file with success. After kill -9 the second copies are what a disk
 * without power would hold, at worst.
 *
 *   gcc -shared -fPIC -O2 -o onlySynced.so onlySynced.c -ldl -lpthread
 *   ONLY_SYNCED_FROM=/data ONLY_SYNCED_TO=/copies LD_PRELOAD=./onlySynced.so program
 *
 * It copies regular files directly in ONLY_SYNCED_FROM, and forgets deleted ones when that folder is flushed. Renames are
 * not followed. A copy is made beside its place and renamed over it, so that a kill in the middle leaves the copy of the
 * flush before. It is made after the flush and before the program hears of it: what the program told others after a
 * flush is in the copies. What cannot be copied ends the program, since a test that goes on would say nothing.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int sync_function(int fd);

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void give_up(const char *what, const char *path) {
  fprintf(stderr, "onlySynced: %s %s: %s\n", what, path, strerror(errno));
  abort();
}

/* Where the open file or folder is. `path` has room for 4096 bytes. */
static void path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 4095);
  if (length < 0) give_up("readlink", link);
  path[length] = 0;
}

/* The part of `path` behind `folder` and a slash, if it is a name directly in it, else NULL. */
static const char *name_in(const char *folder, const char *path) {
  size_t length = strlen(folder);
  if (strncmp(path, folder, length) != 0 || path[length] != '/') return NULL;
  const char *name = path + length + 1;
  return strchr(name, '/') ? NULL : name;
}

/* Through a descriptor of its own: closing that would drop the locks that SQLite holds on the file, so they are of no
   use between processes while this is loaded. */
static void copy_contents(const char *from, const char *to) {
  static char block[1 << 16];
  int in = open(from, O_RDONLY | O_CLOEXEC);
  int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (in < 0 || out < 0) give_up("open", from);
  ssize_t got;
  while ((got = read(in, block, sizeof block)) > 0) {
    if (write(out, block, (size_t)got) != got) give_up("write", to);
  }
  if (got < 0) give_up("read", from);
  close(in);
  close(out);
}

static void keep_file(const char *path, const char *name, const char *copies) {
  char part[8192], kept[8192];
  snprintf(part, sizeof part, "%s/.%s.part", copies, name);
  snprintf(kept, sizeof kept, "%s/%s", copies, name);
  copy_contents(path, part);
  if (rename(part, kept) != 0) give_up("rename", kept);
}

static void forget_deleted(const char *folder, const char *copies) {
  DIR *listing = opendir(copies);
  if (!listing) give_up("opendir", copies);
  struct dirent *entry;
  while ((entry = readdir(listing))) {
    char original[8192], kept[8192];
    snprintf(original, sizeof original, "%s/%s", folder, entry->d_name);
    snprintf(kept, sizeof kept, "%s/%s", copies, entry->d_name);
    if (entry->d_type == DT_REG && access(original, F_OK) != 0) unlink(kept);
  }
  closedir(listing);
}

static void keep(int fd) {
  char path[4096];
  struct stat status;
  const char *folder = getenv("ONLY_SYNCED_FROM"), *copies = getenv("ONLY_SYNCED_TO");
  if (!folder || !copies || fstat(fd, &status) != 0) return;
  path_of(fd, path);
  const char *name = name_in(folder, path);
  pthread_mutex_lock(&one_at_a_time);
  if (S_ISREG(status.st_mode) && name) keep_file(path, name, copies);
  else if (S_ISDIR(status.st_mode) && strcmp(path, folder) == 0) forget_deleted(folder, copies);
  pthread_mutex_unlock(&one_at_a_time);
}

static int sync_and_keep(const char *name, int fd) {
  sync_function *real = (sync_function *)dlsym(RTLD_NEXT, name);
  int result = real(fd);
  if (result == 0) {
    int before = errno;
    keep(fd);
    errno = before;
  }
  return result;
}

int fsync(int fd) { return sync_and_keep("fsync", fd); }
int fdatasync(int fd) { return sync_and_keep("fdatasync", fd); }
