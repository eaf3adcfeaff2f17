#define _GNU_SOURCE
#include "CLongWork.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char groups[] = "/sys/fs/cgroup";

/* The number in a file; none where it is not there or holds a word such as "max". */
static size_t number_in(const char *path) {
  FILE *file = fopen(path, "re");
  if (file == NULL) return SIZE_MAX;
  unsigned long long value;
  int count = fscanf(file, "%llu", &value);
  fclose(file);
  return count == 1 && value > 0 && value < SIZE_MAX ? (size_t)value : SIZE_MAX;
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/* The least limit of a group and of those that it is in. */
static size_t limit_of_group(const char *mount, const char *group, const char *name) {
  size_t limit = SIZE_MAX;
  char inner[1024], path[2048];
  if (snprintf(inner, sizeof inner, "%s", group) >= (int)sizeof inner) return limit;
  for (;;) {
    size_t length = strlen(inner);
    while (length > 0 && inner[length - 1] == '/') inner[--length] = 0;
    snprintf(path, sizeof path, "%s%s%s/%s", groups, mount, inner, name);
    limit = smaller(limit, number_in(path));
    char *slash = strrchr(inner, '/');
    if (slash == NULL) return limit;
    *slash = 0;
  }
}

/* A line of /proc/self/cgroup is "number:controllers:group"; version 2 has no controllers. In a
   container the group may be mounted as the root. */
static size_t group_limit(void) {
  size_t limit = SIZE_MAX;
  FILE *file = fopen("/proc/self/cgroup", "re");
  if (file == NULL) return limit;
  char line[1536];
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *controllers = strchr(line, ':');
    char *group = controllers ? strchr(controllers + 1, ':') : NULL;
    if (group == NULL) continue;
    controllers++;
    *group++ = 0;
    if (*controllers == 0) {
      limit = smaller(limit, limit_of_group("", group, "memory.max"));
      limit = smaller(limit, limit_of_group("/unified", group, "memory.max"));
    } else if (strstr(controllers, "memory") != NULL) {
      limit = smaller(limit, limit_of_group("/memory", group, "memory.limit_in_bytes"));
    }
  }
  fclose(file);
  return limit;
}

size_t lw_memory_limit(void) {
  long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
  size_t limit = pages > 0 && bytes > 0 ? (size_t)pages * (size_t)bytes : SIZE_MAX / 4;
  limit = smaller(limit, group_limit());
  const char *asked = getenv("DESCENT_MEMORY");
  if (asked != NULL) {
    char *end;
    unsigned long long value = strtoull(asked, &end, 10);
    if (*end == 0 && value > 0) limit = smaller(limit, (size_t)value);
  }
  return limit;
}
