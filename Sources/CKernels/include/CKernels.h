#ifndef DESCENT_CKERNELS_H
#define DESCENT_CKERNELS_H

/* Arithmetic whose bits are the same on every machine. */

#include "dk_activation.h"
#include "dk_dispatch.h"
#include "dk_elementary.h"
#include "dk_lanes.h"
#include "dk_matrix.h"
#include "dk_parallel.h"
#include "dk_rules.h"
#include "dk_tally.h"
#include "dk_vector.h"

#endif
