#define _GNU_SOURCE
#include "CLongWork.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/* Bytes from which memory comes straight from the system, and of a large page. */
static const size_t large = 1 << 18, large_page = 1 << 21, alignment = 64;

void lw_return_large_blocks(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 1 << 17);
#endif
}

void lw_expect_filling(void *block, size_t bytes) {
#if defined(MADV_HUGEPAGE)
  uintptr_t start = ((uintptr_t)block + large_page - 1) / large_page * large_page;
  uintptr_t end = ((uintptr_t)block + bytes) / large_page * large_page;
  /* A refusal costs time and nothing else. */
  if (start < end) (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
#else
  (void)block;
  (void)bytes;
#endif
}

void *lw_allocate(size_t bytes) {
  if (bytes < large) {
    size_t rounded = (bytes + alignment) / alignment * alignment;
    void *block = aligned_alloc(alignment, rounded);
    if (block) memset(block, 0, bytes);
    return block;
  }
  void *block = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) return NULL;
  lw_expect_filling(block, bytes);
  return block;
}

void lw_free(void *block, size_t bytes) {
  if (bytes < large) free(block);
  else munmap(block, bytes);
}
