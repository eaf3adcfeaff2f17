#include "CAllocationCount.h"
#include <stddef.h>

#if defined(__GLIBC__) || defined(__linux__)
#include <features.h>
#endif

#ifdef __GLIBC__
#include <stdatomic.h>
#include <errno.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long count;

void *malloc(size_t n) {
  atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
  return __libc_malloc(n);
}
void *calloc(size_t n, size_t m) {
  atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
  return __libc_calloc(n, m);
}
void *realloc(void *p, size_t n) {
  atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
  return __libc_realloc(p, n);
}
int posix_memalign(void **p, size_t alignment, size_t n) {
  atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
  *p = __libc_memalign(alignment, n);
  return *p ? 0 : ENOMEM;
}
long dac_allocations(void) { return atomic_load_explicit(&count, memory_order_relaxed); }
#else
long dac_allocations(void) { return -1; }
#endif
