#include "CAllocationCount.h"
#include <stddef.h>

#if defined(__GLIBC__) || defined(__linux__)
#include <features.h>
#endif

#ifdef __GLIBC__
#include <errno.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

/* A thread's own, so that what other threads do meanwhile does not count. The model is one that needs
   no memory of its own on the way. */
static _Thread_local long count __attribute__((tls_model("initial-exec")));

void *malloc(size_t n) {
  count += 1;
  return __libc_malloc(n);
}
void *calloc(size_t n, size_t m) {
  count += 1;
  return __libc_calloc(n, m);
}
void *realloc(void *p, size_t n) {
  count += 1;
  return __libc_realloc(p, n);
}
int posix_memalign(void **p, size_t alignment, size_t n) {
  count += 1;
  *p = __libc_memalign(alignment, n);
  return *p ? 0 : ENOMEM;
}
long dac_allocations(void) { return count; }
#else
long dac_allocations(void) { return -1; }
#endif
