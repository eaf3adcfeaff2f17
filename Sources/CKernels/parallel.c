#include "dk_parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

/* One loop at a time. Threads take its pieces off a counter, so that a helper that the system wakes
   late costs nothing: the caller has then done its pieces. A helper enters and leaves a loop under the
   lock, and the caller closes the loop and waits until those within have left; so nobody holds on to a
   loop that is over. A helper without work watches for the next loop for some microseconds before it
   sleeps, for products follow one another closely in training. */

enum { MOST_THREADS = 16, PATIENCE = 20000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t loop_opened = PTHREAD_COND_INITIALIZER;

static atomic_int allowed = 1;
static atomic_flag busy = ATOMIC_FLAG_INIT;

static struct {
  void (*work)(void *context, size_t piece);
  void *context;
  size_t pieces;
  _Atomic size_t next;
  int open;              /* under the lock */
  int seats;             /* helpers that may still enter; under the lock */
  atomic_int inside;     /* helpers at work */
  _Atomic uint64_t turn; /* counts the loops */
} loop;
static int helpers = 0, asleep = 0; /* under the lock */

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void take_pieces(void) {
  for (;;) {
    size_t piece = atomic_fetch_add_explicit(&loop.next, 1, memory_order_relaxed);
    if (piece >= loop.pieces) return;
    loop.work(loop.context, piece);
  }
}

static void *help(void *unused) {
  (void)unused;
  uint64_t seen = 0;
  for (;;) {
    for (int i = 0; i < PATIENCE && atomic_load_explicit(&loop.turn, memory_order_relaxed) == seen;
         i++)
      pause_briefly();
    pthread_mutex_lock(&lock);
    while (atomic_load_explicit(&loop.turn, memory_order_relaxed) == seen) {
      asleep++;
      pthread_cond_wait(&loop_opened, &lock);
      asleep--;
    }
    seen = atomic_load_explicit(&loop.turn, memory_order_relaxed);
    int enters = loop.open && loop.seats > 0;
    if (enters) {
      loop.seats--;
      atomic_fetch_add_explicit(&loop.inside, 1, memory_order_relaxed);
    }
    pthread_mutex_unlock(&lock);
    if (!enters) continue;
    take_pieces();
    atomic_fetch_sub_explicit(&loop.inside, 1, memory_order_release);
  }
  return NULL;
}

/* Under the lock. A helper that cannot be started is done without. */
static void start_helpers(int wanted) {
  while (helpers < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, NULL) != 0) return;
    pthread_detach(thread);
    helpers++;
  }
}

void dk_set_threads(int count) {
  atomic_store(&allowed, count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : count);
}

int dk_threads(void) { return atomic_load_explicit(&allowed, memory_order_relaxed); }

void dk_parallel(size_t pieces, void (*work)(void *context, size_t piece), void *context) {
  int threads = dk_threads();
  if (threads == 1 || pieces < 2 || atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
    for (size_t piece = 0; piece < pieces; piece++) work(context, piece);
    return;
  }
  pthread_mutex_lock(&lock);
  start_helpers(threads - 1);
  loop.work = work;
  loop.context = context;
  loop.pieces = pieces;
  atomic_store_explicit(&loop.next, 0, memory_order_relaxed);
  loop.open = 1;
  loop.seats = threads - 1;
  atomic_fetch_add_explicit(&loop.turn, 1, memory_order_relaxed);
  int wake = asleep > 0;
  pthread_mutex_unlock(&lock);
  if (wake) pthread_cond_broadcast(&loop_opened);

  take_pieces();

  pthread_mutex_lock(&lock);
  loop.open = 0;
  pthread_mutex_unlock(&lock);
  for (int i = 0; atomic_load_explicit(&loop.inside, memory_order_acquire) > 0; i++) {
    if (i < PATIENCE) pause_briefly();
    else sched_yield();
  }
  atomic_flag_clear_explicit(&busy, memory_order_release);
}
