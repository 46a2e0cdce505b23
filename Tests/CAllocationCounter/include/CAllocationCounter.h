// Counts this process's allocations, for tests that a training step makes none.
#ifndef PRACTICUM_CALLOCATIONCOUNTER_H
#define PRACTICUM_CALLOCATIONCOUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// True where allocations can be counted: with glibc, and without a sanitizer that replaces malloc itself.
bool practicum_allocations_are_counted(void);
/// From here on, each call of malloc, calloc, realloc, posix_memalign, aligned_alloc or memalign on any thread counts.
void practicum_allocations_begin(void);
/// Stops counting; gives the number of calls since `practicum_allocations_begin`.
int64_t practicum_allocations_end(void);

#endif
