#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE
#include "wakeups.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int ends[2] = {-1, -1};

static int prepare(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
         fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

void dl_wakeups_open(void) {
  int made[2];
  if (ends[0] >= 0 || pipe(made) != 0) return;
  if (prepare(made[0]) && prepare(made[1])) {
    ends[0] = made[0];
    ends[1] = made[1];
    return;
  }
  close(made[0]);
  close(made[1]);
}

void dl_wake(void) {
  int before = errno;
  /* A pipe that is full says enough. */
  ssize_t count = ends[1] < 0 ? 0 : write(ends[1], "", 1);
  (void)count;
  errno = before;
}

int dl_wakeups_descriptor(void) { return ends[0]; }

void dl_wakeups_clear(void) {
  char bytes[64];
  while (ends[0] >= 0 && read(ends[0], bytes, sizeof bytes) > 0) {}
}
