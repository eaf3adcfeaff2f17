#ifndef DESCENT_CLESSONS_H
#define DESCENT_CLESSONS_H

#include <stddef.h>

/* A lesson of the course embedded in the binary: Markdown text. */
typedef struct {
  const char *file;
  const unsigned char *bytes;
  size_t count;
} clessons_lesson;

/* The number of lessons. */
size_t clessons_count(void);
/* Lesson `index`, in the course's order; NULL beyond the last. */
const clessons_lesson *clessons_at(size_t index);

#endif
