// OpenBLAS' C interface and the few calls of its own that Kernels needs.
#ifndef PRACTICUM_COPENBLAS_SHIM_H
#define PRACTICUM_COPENBLAS_SHIM_H

#include <cblas.h>

#endif
