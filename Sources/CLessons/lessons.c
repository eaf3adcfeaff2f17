#include "CLessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char gradient_descent[] = {
#embed "../../lessons/04-gradient-descent.md"
};

static const clessons_lesson lessons[] = {
    {"04-gradient-descent.md", gradient_descent, sizeof gradient_descent},
};

size_t clessons_count(void) { return sizeof lessons / sizeof lessons[0]; }

const clessons_lesson *clessons_at(size_t index) {
  return index < clessons_count() ? &lessons[index] : NULL;
}
