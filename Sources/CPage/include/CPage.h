#ifndef DESCENT_CPAGE_H
#define DESCENT_CPAGE_H

#include <stddef.h>

/* A file of the live page, embedded in the binary. */
typedef struct {
  const char *name;
  /* Its media type. */
  const char *type;
  const unsigned char *bytes;
  size_t count;
} cpage_file;

size_t cpage_count(void);
/* File `index`, the document first; NULL beyond the last. */
const cpage_file *cpage_at(size_t index);

#endif
