#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE
#include "CLineEditor.h"
#include "wakeups.h"

#include <signal.h>
#include <string.h>
#include <time.h>

int dl_interrupt_count;

/* How many interrupts may wait for an answer, and for how many seconds the first of them, before the
   program is taken to be stuck. A key that is held down presses ^C many times in a moment. */
enum { patience = 3, longest_wait = 5 };
static volatile time_t first_at;

static time_t seconds_now(void) {
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

static int add_interrupt(void) {
  int count = __atomic_add_fetch(&dl_interrupt_count, 1, __ATOMIC_RELAXED);
  if (count == 1) first_at = seconds_now();
  return count;
}

static void count_interrupt(int signal_number) {
  if (add_interrupt() > patience && seconds_now() - first_at >= longest_wait) {
    dl_keys_end();
    dl_editor_give_back();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
  }
  dl_wake();
}

void dl_interrupts_install(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  /* No SA_RESTART: a read that waits for a pipe has to come back. */
  action.sa_handler = count_interrupt;
  sigaction(SIGINT, &action, NULL);
  /* A parent's thread may have had it blocked, which is inherited. */
  sigset_t heard;
  sigemptyset(&heard);
  sigaddset(&heard, SIGINT);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
  /* A parent may have left SIGPIPE ignored; a closed pipe should end the program without a word. */
  action.sa_handler = SIG_DFL;
  sigaction(SIGPIPE, &action, NULL);
}

void dl_interrupts_clear(void) { __atomic_store_n(&dl_interrupt_count, 0, __ATOMIC_RELAXED); }

void dl_interrupts_add(void) { add_interrupt(); }
