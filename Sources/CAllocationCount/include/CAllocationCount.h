#ifndef DESCENT_CALLOCATIONCOUNT_H
#define DESCENT_CALLOCATIONCOUNT_H

/* How many blocks of memory the calling thread has asked for so far; -1 where that cannot be counted.
   Linking this target replaces malloc and similar functions by versions that count and pass on (glibc). */
long dac_allocations(void);

#endif
