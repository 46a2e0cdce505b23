#include "CProcessor.h"

uint32_t practicum_compiled_vector_sets(void) {
    uint32_t sets = 0;
#ifdef __AVX2__
    sets |= PRACTICUM_AVX2;
#endif
#ifdef __FMA__
    sets |= PRACTICUM_FMA;
#endif
#ifdef __AVX512F__
    sets |= PRACTICUM_AVX512F;
#endif
#ifdef __AVX512BW__
    sets |= PRACTICUM_AVX512BW;
#endif
#ifdef __AVX512VL__
    sets |= PRACTICUM_AVX512VL;
#endif
#ifdef __AVX512DQ__
    sets |= PRACTICUM_AVX512DQ;
#endif
#ifdef __AVX512BF16__
    sets |= PRACTICUM_AVX512BF16;
#endif
#ifdef __ARM_NEON
    sets |= PRACTICUM_NEON;
#endif
    return sets;
}

uint32_t practicum_available_vector_sets(void) {
    uint32_t sets = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) sets |= PRACTICUM_AVX2;
    if (__builtin_cpu_supports("fma")) sets |= PRACTICUM_FMA;
    if (__builtin_cpu_supports("avx512f")) sets |= PRACTICUM_AVX512F;
    if (__builtin_cpu_supports("avx512bw")) sets |= PRACTICUM_AVX512BW;
    if (__builtin_cpu_supports("avx512vl")) sets |= PRACTICUM_AVX512VL;
    if (__builtin_cpu_supports("avx512dq")) sets |= PRACTICUM_AVX512DQ;
    if (__builtin_cpu_supports("avx512bf16")) sets |= PRACTICUM_AVX512BF16;
#elif defined(__aarch64__)
    sets |= PRACTICUM_NEON;
#endif
    return sets;
}
