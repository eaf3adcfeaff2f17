#include "CLongWork.h"

#include <stddef.h>

static _Thread_local lw_question *current = NULL;

lw_question *lw_current(void) { return current; }

lw_question *lw_set_current(lw_question *question) {
  lw_question *before = current;
  current = question;
  return before;
}

int lw_is_alone(void) { return current != NULL && current->alone; }

int lw_gives_up(void) {
  lw_question *question = current;
  if (question == NULL) return 0;
  if (!question->gave_up && question->is_pending(question->context)) question->gave_up = 1;
  return question->gave_up;
}
