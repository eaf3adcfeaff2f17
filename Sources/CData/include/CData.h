#ifndef DESCENT_CDATA_H
#define DESCENT_CDATA_H

#include <stddef.h>

/* A data set embedded in the binary: CSV text, its first line naming the columns. */
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cdata_set;

/* The number of shipped sets. */
size_t cdata_count(void);
/* Set `index`, in alphabetical order; NULL beyond the last. */
const cdata_set *cdata_at(size_t index);

#endif
