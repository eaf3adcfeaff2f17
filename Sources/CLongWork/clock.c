#define _GNU_SOURCE
#include "CLongWork.h"

#include <pthread.h>
#include <time.h>

long long lw_own_clock(void) {
#if defined(__linux__)
  clockid_t clock;
  if (pthread_getcpuclockid(pthread_self(), &clock) == 0) return (long long)clock;
#endif
  return (long long)CLOCK_THREAD_CPUTIME_ID;
}

long long lw_nanoseconds(long long clock) {
  struct timespec time;
  if (clock_gettime((clockid_t)clock, &time) != 0) return 0;
  return (long long)time.tv_sec * 1000000000 + time.tv_nsec;
}
