#ifndef DESCENT_DK_RULES_H
#define DESCENT_DK_RULES_H

#include <stddef.h>

/* The program's update rules, as a Swift module has compiled them for one instruction set. Engine calls
   them through these pointers: it has types of the same names, and imports none of those. */
typedef struct {
  /* The rule at a place of Engine's list, with its settings: the learning rate first, then the others in
     the order of their positions. */
  void *(*make)(size_t rule, const double *settings, int follows_pytorch);
  /* One update of all parameters, with the bits of Engine's own; whether θ is finite afterwards. The pointers are to Engine's BulkMemory
     and StepScalars<Double>: their files are compiled there and here, so the bytes mean the same. */
  int (*update)(const void *rule, const void *memory, const void *scalars);
  void (*release)(const void *rule);
} dk_rules;

#if defined(__x86_64__)
dk_rules x86_64_v3_rules(void);
dk_rules x86_64_v4_rules(void);
#endif

#endif
