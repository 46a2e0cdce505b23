// Counts this process's allocations. Tests use it to check that a training step makes none.
#ifndef PRACTICUM_CALLOCATIONCOUNTER_H
#define PRACTICUM_CALLOCATIONCOUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// True if allocations can be counted: with glibc, and without a sanitizer that replaces malloc.
bool practicum_allocations_are_counted(void);
/// Starts counting the calls of malloc, calloc, realloc, posix_memalign, aligned_alloc and memalign on all threads.
void practicum_allocations_begin(void);
/// Stops counting. Returns the number of calls since `practicum_allocations_begin`.
int64_t practicum_allocations_end(void);

#endif
