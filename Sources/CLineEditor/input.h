#ifndef DESCENT_CLINEEDITOR_INPUT_H
#define DESCENT_CLINEEDITOR_INPUT_H

#include <stddef.h>
#include <wchar.h>

/* What the terminal sends, on its way to libedit: characters, and the keys that have a meaning here.
   See input.c. */
typedef struct dl_input {
  /* Read from the terminal, not yet looked at. */
  unsigned char ahead[4096];
  size_t start, end;
  /* Looked at, and to be handed on as it is. */
  unsigned char ready[16];
  size_t ready_start, ready_end;
  /* Whether vi's keys hold, in which Escape is a key of its own. */
  int is_vi;
  /* Whether the terminal was asked to mark what is pasted. */
  int marks_pastes;
  int in_paste;
  /* Whether the line before this one arrived together with it. */
  int is_joined;
} dl_input;

enum { DL_INPUT_END = -1, DL_INPUT_NOTHING = -2, DL_INPUT_FAILED = -3, DL_INPUT_WOKEN = -4 };

/* The next character: 1, 0 at the end, -1 where reading failed (EINTR after SIGINT). `woken` is called
   when a signal has come; it says whether reading goes on. */
int dl_input_next(dl_input *input, wchar_t *character, int (*woken)(void *), void *context);

/* Whether bytes wait that were not handed on. */
int dl_input_waits(const dl_input *input);

/* A line begins to be read. */
void dl_input_begin(dl_input *input);

/* A newline was handed on that ends a line, blank or not: whether it is part of a paste. */
int dl_input_ends_line(dl_input *input, int is_blank);

#endif
