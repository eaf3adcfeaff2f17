#include "CData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char auto_mpg[] = {
#embed "sets/auto_mpg.csv"
};
static const unsigned char concrete[] = {
#embed "sets/concrete.csv"
};
static const unsigned char digits[] = {
#embed "sets/digits.csv"
};
static const unsigned char iris[] = {
#embed "sets/iris.csv"
};

static const cdata_set sets[] = {
    {"auto_mpg", auto_mpg, sizeof auto_mpg},
    {"concrete", concrete, sizeof concrete},
    {"digits", digits, sizeof digits},
    {"iris", iris, sizeof iris},
};

size_t cdata_count(void) { return sizeof sets / sizeof sets[0]; }

const cdata_set *cdata_at(size_t index) { return index < cdata_count() ? &sets[index] : NULL; }
