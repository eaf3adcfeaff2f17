#include "CLineEditor.h"

#include <stdlib.h>

/* Swift reads the words that the program was started with from /proc, which a bare root may not have.
   glibc and Darwin hand them to constructors; elsewhere there are none here. */
static int count;
static char **words;

#if defined(__GLIBC__) || defined(__APPLE__)
__attribute__((constructor)) static void keep(int argument_count, char **arguments) {
  count = argument_count;
  words = arguments;
}
#endif

int dl_argument_count(void) { return count; }

const char *dl_argument(int index) {
  return words != NULL && index >= 0 && index < count ? words[index] : NULL;
}
