// Which vector instructions the kernels were compiled for, and which ones this processor has.
#ifndef PRACTICUM_CPROCESSOR_H
#define PRACTICUM_CPROCESSOR_H

#include <stdint.h>

/// Vector instruction sets, one bit each.
enum practicum_vector_set {
    PRACTICUM_AVX2 = 1 << 0,
    PRACTICUM_FMA = 1 << 1,
    PRACTICUM_AVX512F = 1 << 2,
    PRACTICUM_AVX512BW = 1 << 3,
    PRACTICUM_AVX512VL = 1 << 4,
    PRACTICUM_AVX512DQ = 1 << 5,
    PRACTICUM_AVX512BF16 = 1 << 6,
    PRACTICUM_NEON = 1 << 7,
};

/// The sets that code in this build may use without asking.
uint32_t practicum_compiled_vector_sets(void);
/// The sets that this processor and operating system offer.
uint32_t practicum_available_vector_sets(void);

#endif
