#ifndef DESCENT_CLINEEDITOR_WAKEUPS_H
#define DESCENT_CLINEEDITOR_WAKEUPS_H

/* Signals that are to be looked at while a key is awaited. poll() alone would sleep through one that
   comes just before it, or on another thread: a pipe remembers it until it is looked at. */

/* Makes the pipe, once. Without one (no descriptor is left) a signal is seen where it ends a wait. */
void dl_wakeups_open(void);

/* A signal has come; for its handler. */
void dl_wake(void);

/* What becomes readable then; -1 where there is none. */
int dl_wakeups_descriptor(void);

/* What has come so far is about to be looked at. */
void dl_wakeups_clear(void);

#endif
