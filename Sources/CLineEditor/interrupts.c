#include "CLineEditor.h"
#include "wakeups.h"

#include <signal.h>
#include <string.h>

int dl_interrupt_count;

/* How many interrupts may wait for an answer before the program is taken to be stuck. */
enum { patience = 3 };

static void count_interrupt(int signal_number) {
  if (__atomic_add_fetch(&dl_interrupt_count, 1, __ATOMIC_RELAXED) > patience) {
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

void dl_interrupts_add(void) { __atomic_add_fetch(&dl_interrupt_count, 1, __ATOMIC_RELAXED); }
