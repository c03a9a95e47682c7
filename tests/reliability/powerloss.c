/* A disk that forgets: what a process wrote and did not sync is taken back after it was killed.
 *
 * Preloaded, it keeps for each file below $LOSS_ROOT a journal in $LOSS_JOURNAL of what stood where
 * something is about to be written; a sync of the file empties its journal. Played backwards, the
 * journals give the files as a power cut may leave them: tests/reliability/power.py does so.
 * Record: offset, old length, old size of the file (64 bits each), old bytes. Name: device-inode. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*true_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*true_write)(int, const void *, size_t);
static int (*true_fsync)(int), (*true_fdatasync)(int), (*true_truncate)(int, off_t);

__attribute__((constructor)) static void begin(void) {
  true_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  true_write = dlsym(RTLD_NEXT, "write");
  true_fsync = dlsym(RTLD_NEXT, "fsync");
  true_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  true_truncate = dlsym(RTLD_NEXT, "ftruncate64");
}

static int journal_of(int fd, char *name, size_t room, char *path, struct stat *found) {
  const char *root = getenv("LOSS_ROOT"), *folder = getenv("LOSS_JOURNAL");
  char link[64];
  if (!root || !folder || fd < 3 || fstat(fd, found) || !S_ISREG(found->st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 1023);
  if (length <= 0) return 0;
  path[length] = 0;
  if (strncmp(path, root, strlen(root))) return 0;
  snprintf(name, room, "%s/%lu-%lu", folder, (unsigned long)found->st_dev, (unsigned long)found->st_ino);
  return 1;
}

static void remember(int fd, off_t at, size_t length) {
  char name[2048], path[1024], names[2064];
  struct stat found;
  if (!journal_of(fd, name, sizeof name, path, &found)) return;
  pthread_mutex_lock(&turn);
  size_t old = at >= found.st_size ? 0 : (size_t)(found.st_size - at);
  if (old > length) old = length;
  uint64_t head[3] = {(uint64_t)at, old, (uint64_t)found.st_size};
  char *record = malloc(sizeof head + old);
  memcpy(record, head, sizeof head);
  if (old && pread(fd, record + sizeof head, old, at) != (ssize_t)old) {
    /* Written to only. A reader of our own, closed again, would drop locks; such files have none. */
    int reader = open(path, O_RDONLY);
    if (reader < 0 || pread(reader, record + sizeof head, old, at) != (ssize_t)old) abort();
    close(reader);
  }
  snprintf(names, sizeof names, "%s.path", name);
  int journal;
  if (access(names, F_OK)) { /* Killed here, nothing has been written to the file yet. */
    journal = open(names, O_WRONLY | O_CREAT, 0600);
    if (true_write(journal, path, strlen(path)) < 0) abort();
    close(journal);
  }
  journal = open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (true_write(journal, record, sizeof head + old) < 0) abort();
  close(journal);
  free(record);
  pthread_mutex_unlock(&turn);
}

static void forget(int fd) {
  char name[2048], path[1024];
  struct stat found;
  if (!journal_of(fd, name, sizeof name, path, &found)) return;
  pthread_mutex_lock(&turn);
  unlink(name);
  pthread_mutex_unlock(&turn);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) {
  remember(fd, at, length);
  return true_pwrite(fd, data, length, at);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwrite64(fd, data, length, at); }
ssize_t write(int fd, const void *data, size_t length) {
  off_t at = fd > 2 ? lseek(fd, 0, SEEK_CUR) : -1;
  if (at >= 0) remember(fd, at, length);
  return true_write(fd, data, length);
}
int ftruncate64(int fd, off_t size) {
  remember(fd, size, (size_t)-1 >> 1);
  return true_truncate(fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int fsync(int fd) {
  int failed = true_fsync(fd);
  if (!failed) forget(fd);
  return failed;
}
int fdatasync(int fd) {
  int failed = true_fdatasync(fd);
  if (!failed) forget(fd);
  return failed;
}
