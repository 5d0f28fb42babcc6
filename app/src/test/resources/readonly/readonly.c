/* Loaded before the C library: while the file READONLY_WHILE exists, whatever would change a file below READONLY_BELOW
 * fails as on a file system that has become read-only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static int isBelow(const char *path) {
  const char *below = getenv("READONLY_BELOW");
  const char *flag = getenv("READONLY_WHILE");
  return below && flag && path && !strncmp(path, below, strlen(below)) && access(flag, F_OK) == 0;
}

static int refuses(int fd) {
  char link[64], path[4096];
  int before = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  int refused = isBelow(path);
  errno = refused ? EROFS : before;
  return refused;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *from, size_t count) { return refuses(fd) ? -1 : NEXT(write)(fd, from, count); }
ssize_t pwrite(int fd, const void *from, size_t count, off_t at) { return refuses(fd) ? -1 : NEXT(pwrite)(fd, from, count, at); }
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) { return refuses(fd) ? -1 : NEXT(pwrite64)(fd, from, count, at); }
ssize_t writev(int fd, const struct iovec *from, int count) { return refuses(fd) ? -1 : NEXT(writev)(fd, from, count); }
int ftruncate(int fd, off_t length) { return refuses(fd) ? -1 : NEXT(ftruncate)(fd, length); }
int ftruncate64(int fd, off64_t length) { return refuses(fd) ? -1 : NEXT(ftruncate64)(fd, length); }

static int refusesOpen(const char *path, int flags) {
  if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && isBelow(path)) {
    errno = EROFS;
    return 1;
  }
  return 0;
}

#define OPEN(name)                                                                 \
  int name(const char *path, int flags, ...) {                                     \
    va_list more;                                                                  \
    va_start(more, flags);                                                         \
    int mode = flags & O_CREAT ? va_arg(more, int) : 0;                            \
    va_end(more);                                                                  \
    return refusesOpen(path, flags) ? -1 : NEXT(name)(path, flags, mode);          \
  }
OPEN(open)
OPEN(open64)

int rename(const char *from, const char *to) {
  if (isBelow(to)) {
    errno = EROFS;
    return -1;
  }
  return NEXT(rename)(from, to);
}
