// Types of the OpenBLAS functions that Kernels calls. The library is loaded at its first use and not linked, so its header is not needed.
// The file also says what Kernels is compiled for, and gives two hints to the compiler and the processor that Swift cannot express.
#ifndef PRACTICUM_COPENBLAS_SHIM_H
#define PRACTICUM_COPENBLAS_SHIM_H

/// `cblas_sgemm`. Its three enumerations are passed as integers.
typedef void (*practicum_sgemm)(
    int order, int transposes_a, int transposes_b, int rows, int columns, int depth, float alpha, const float *a, int a_stride,
    const float *b, int b_stride, float beta, float *c, int c_stride);

/// `openblas_get_corename` and `openblas_get_config`.
typedef char *(*practicum_blas_text)(void);

/// `blas_memory_alloc` and `blas_memory_free`, which manage the memory that a product works in.
typedef void *(*practicum_blas_allocate)(int place);
typedef void (*practicum_blas_free)(void *memory);

/// Values of CBLAS's enumerations.
enum { PRACTICUM_ROW_MAJOR = 101, PRACTICUM_AS_IT_IS = 111, PRACTICUM_TRANSPOSED = 112 };

/// The number of columns in a tile of six rows that stays in registers: 64 with 32 registers of sixteen floats, and 16 with sixteen
/// registers of eight floats or 32 registers of four.
#ifdef __AVX512F__
#define PRACTICUM_TILE_COLUMNS 64
#else
#define PRACTICUM_TILE_COLUMNS 16
#endif

/// 1 where a fused multiply-add is one instruction. Without it, OpenBLAS's kernels are faster than ours.
#if defined(__FMA__) || defined(__aarch64__)
#define PRACTICUM_HAS_FUSED_PRODUCTS 1
#else
#define PRACTICUM_HAS_FUSED_PRODUCTS 0
#endif

/// Returns the same address but hides from the compiler where it came from. The compiler then does not compute other addresses from it.
static inline const float *practicum_opaque(const float *address) {
    __asm__("" : "+r"(address));
    return address;
}

/// Asks for a cache line that will be needed soon. Any address is allowed, even an invalid one.
static inline void practicum_prefetch(const float *address) { __builtin_prefetch(address); }

#endif
