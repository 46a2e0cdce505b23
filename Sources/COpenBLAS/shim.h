// OpenBLAS' C interface, the few calls of its own that Kernels needs, and what Kernels is compiled for.
#ifndef PRACTICUM_COPENBLAS_SHIM_H
#define PRACTICUM_COPENBLAS_SHIM_H

#include <cblas.h>

/// 1 where this build's kernels have 32 registers of sixteen floats.
#ifdef __AVX512F__
static const int practicum_has_wide_registers = 1;
#else
static const int practicum_has_wide_registers = 0;
#endif

#endif
