// The calls of OpenBLAS that Kernels needs, as types, since the library is loaded when it is first needed and not linked;
// what Kernels is compiled for, and two hints to the compiler and the processor that Swift has no words for.
#ifndef PRACTICUM_COPENBLAS_SHIM_H
#define PRACTICUM_COPENBLAS_SHIM_H

/// `cblas_sgemm`, whose three enumerations are whole numbers.
typedef void (*practicum_sgemm)(
    int order, int transposes_a, int transposes_b, int rows, int columns, int depth, float alpha, const float *a, int a_stride,
    const float *b, int b_stride, float beta, float *c, int c_stride);

/// `openblas_get_corename` and `openblas_get_config`.
typedef char *(*practicum_blas_text)(void);

/// `blas_memory_alloc` and `blas_memory_free`: a product's own memory.
typedef void *(*practicum_blas_allocate)(int place);
typedef void (*practicum_blas_free)(void *memory);

/// Values of CBLAS's enumerations.
enum { PRACTICUM_ROW_MAJOR = 101, PRACTICUM_AS_IT_IS = 111, PRACTICUM_TRANSPOSED = 112 };

/// Columns that a product's tile of six rows holds in registers: 64 with 32 registers of sixteen floats, 16 with sixteen of eight or 32 of
/// four.
#ifdef __AVX512F__
#define PRACTICUM_TILE_COLUMNS 64
#else
#define PRACTICUM_TILE_COLUMNS 16
#endif

/// 1 where a fused multiply-add is one instruction: without, OpenBLAS's kernels are the better ones.
#if defined(__FMA__) || defined(__aarch64__)
#define PRACTICUM_HAS_FUSED_PRODUCTS 1
#else
#define PRACTICUM_HAS_FUSED_PRODUCTS 0
#endif

/// The same address, of which the compiler knows no more: it then computes others beside it, and not from it.
static inline const float *practicum_opaque(const float *address) {
    __asm__("" : "+r"(address));
    return address;
}

/// Asks for a cache line that will be needed soon; any address will do.
static inline void practicum_prefetch(const float *address) { __builtin_prefetch(address); }

#endif
