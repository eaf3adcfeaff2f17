#define _GNU_SOURCE
#include "dk_parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include "CLongWork.h"

/* One loop at a time. Threads take its pieces off a counter, so that a helper that the system wakes
   late costs nothing: the caller has then done its pieces. A helper enters and leaves a loop under the
   lock, and the caller closes the loop and waits until those within have left; so no thread keeps a
   loop that is over. A helper without work watches for the next loop for a while before it sleeps, for
   loops follow one another closely in training.

   Where the processors are busy with something else, a helper may be stopped in the middle of a piece,
   and the caller waits for it longer than the help was worth. Then loops stay on the caller for a
   while: so threads help where they can, and hurt little where they cannot.

   The caller alone knows whether its work is to be given up (CLongWork). It asks between its pieces
   and while it waits; then the other pieces are left out, and those that run end as soon as they ask. */

enum { MOST_THREADS = 16 };

/* Nanoseconds: how long a helper watches before it sleeps, and a caller before it gives way. */
static const int64_t watch_time = 300000, courtesy_time = 20000;
/* Loops that stay on the caller after help that did not pay, at first and at most. */
enum { FIRST_REST = 16, LONGEST_REST = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t loop_opened = PTHREAD_COND_INITIALIZER;

static atomic_int allowed = 0; /* 0: not set, so as many as pay */
static atomic_flag busy = ATOMIC_FLAG_INIT;

static struct {
  void (*work)(void *context, size_t piece);
  void *context;
  size_t pieces;
  _Atomic size_t next;
  int open;              /* under the lock */
  int seats;             /* helpers that may still enter; under the lock */
  atomic_int given_up;
  atomic_int inside;     /* helpers at work */
  _Atomic uint64_t turn; /* counts the loops */
} loop;
static int helpers = 0, asleep = 0; /* under the lock */

/* Of the caller that holds `busy`. */
static int rest = 0, next_rest = FIRST_REST;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static int64_t nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void take_pieces(void) {
  for (;;) {
    size_t piece = atomic_fetch_add_explicit(&loop.next, 1, memory_order_relaxed);
    if (piece >= loop.pieces) return;
    loop.work(loop.context, piece);
  }
}

static int is_given_up(void *unused) {
  (void)unused;
  return atomic_load_explicit(&loop.given_up, memory_order_relaxed);
}

/* Of the caller: whether the loop is given up, which the helpers are then told. */
static int gives_up(void) {
  if (!lw_gives_up()) return 0;
  atomic_store_explicit(&loop.given_up, 1, memory_order_relaxed);
  return 1;
}

static void take_pieces_while_wanted(void) {
  for (;;) {
    size_t piece = atomic_fetch_add_explicit(&loop.next, 1, memory_order_relaxed);
    if (piece >= loop.pieces) return;
    loop.work(loop.context, piece);
    if (gives_up()) {
      atomic_store_explicit(&loop.next, loop.pieces, memory_order_relaxed);
      return;
    }
  }
}

static int is_seen(uint64_t turn) {
  return atomic_load_explicit(&loop.turn, memory_order_relaxed) == turn;
}

static void watch_for_another(uint64_t turn) {
  int64_t end = nanoseconds() + watch_time;
  while (is_seen(turn)) {
    for (int i = 0; i < 64 && is_seen(turn); i++) pause_briefly();
    if (nanoseconds() > end) return;
  }
}

static void *help(void *unused) {
  (void)unused;
  uint64_t seen = 0;
  for (;;) {
    watch_for_another(seen);
    pthread_mutex_lock(&lock);
    while (is_seen(seen)) {
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
    lw_question question = {is_given_up, NULL, 0, 0};
    lw_set_current(&question);
    take_pieces();
    lw_set_current(NULL);
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

/* The processors that this process may use. */
static int processors(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

/* More than a few find too little to do in the products of a small network. */
enum { MOST_BY_DEFAULT = 4 };

static int threads_by_default(void) {
  int count = processors();
  return count < 1 ? 1 : count > MOST_BY_DEFAULT ? MOST_BY_DEFAULT : count;
}

void dk_set_threads(int count) {
  atomic_store(&allowed, count < 0 ? 1 : count > MOST_THREADS ? MOST_THREADS : count);
}

int dk_threads(void) {
  int count = atomic_load_explicit(&allowed, memory_order_relaxed);
  if (count > 0) return count;
  count = threads_by_default();
  int unset = 0;
  return atomic_compare_exchange_strong(&allowed, &unset, count) ? count : unset;
}

size_t dk_shared_loops(void) {
  return (size_t)atomic_load_explicit(&loop.turn, memory_order_relaxed);
}

static void do_alone(size_t pieces, void (*work)(void *context, size_t piece), void *context) {
  for (size_t piece = 0; piece < pieces; piece++) {
    if (piece > 0 && lw_gives_up()) return;
    work(context, piece);
  }
}

/* Waits for the helpers within; whether they were worth it. */
static int gather_helpers(int64_t begin) {
  if (atomic_load_explicit(&loop.inside, memory_order_acquire) == 0) return 1;
  int64_t own_end = nanoseconds(), now = own_end;
  while (atomic_load_explicit(&loop.inside, memory_order_acquire) > 0) {
    for (int i = 0; i < 16; i++) pause_briefly();
    now = nanoseconds();
    if (now - own_end > courtesy_time) {
      gives_up();
      sched_yield();
    }
  }
  return now - own_end < own_end - begin + courtesy_time;
}

void dk_parallel(size_t pieces, void (*work)(void *context, size_t piece), void *context) {
  int threads = dk_threads();
  if (threads == 1 || pieces < 2 || lw_is_alone() || atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
    do_alone(pieces, work, context);
    return;
  }
  if (rest > 0) {
    rest--;
    atomic_flag_clear_explicit(&busy, memory_order_release);
    do_alone(pieces, work, context);
    return;
  }
  int64_t begin = nanoseconds();
  pthread_mutex_lock(&lock);
  start_helpers(threads - 1);
  loop.work = work;
  loop.context = context;
  loop.pieces = pieces;
  atomic_store_explicit(&loop.next, 0, memory_order_relaxed);
  atomic_store_explicit(&loop.given_up, 0, memory_order_relaxed);
  loop.open = 1;
  loop.seats = threads - 1;
  atomic_fetch_add_explicit(&loop.turn, 1, memory_order_relaxed);
  int wake = asleep > 0;
  pthread_mutex_unlock(&lock);
  if (wake) pthread_cond_broadcast(&loop_opened);

  take_pieces_while_wanted();

  pthread_mutex_lock(&lock);
  loop.open = 0;
  pthread_mutex_unlock(&lock);
  if (gather_helpers(begin)) {
    if (next_rest > FIRST_REST) next_rest--;
  } else {
    rest = next_rest;
    next_rest = next_rest * 2 < LONGEST_REST ? next_rest * 2 : LONGEST_REST;
  }
  atomic_flag_clear_explicit(&busy, memory_order_release);
}
