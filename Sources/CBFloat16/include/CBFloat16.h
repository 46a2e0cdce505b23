// Products of float matrices whose factors are rounded to bfloat16: AVX512-BF16, sums in float32.
#ifndef PRACTICUM_CBFLOAT16_H
#define PRACTICUM_CBFLOAT16_H

#include <stdbool.h>
#include <stddef.h>

/// Whether this processor and operating system have the instructions.
bool practicum_bfloat16_available(void);

/// How a factor stands in memory.
enum practicum_layout {
    /// Rows of the product's depth: a[rows, depth], b[columns, depth].
    PRACTICUM_DEPTH_INNER,
    /// Depth by depth: a[depth, rows], b[depth, columns].
    PRACTICUM_DEPTH_OUTER,
};

/// Bytes of scratch memory for a product, aligned to 64 bytes by the caller.
size_t practicum_bfloat16_scratch(size_t rows, size_t columns, size_t depth);

/// output[rows, columns] = a · b, or += a · b. Strides count floats from row to row as stored. An element's bits depend on its row of a
/// and its column of b alone, not on what else is computed with it.
void practicum_bfloat16_product(
    const float *a, size_t a_stride, enum practicum_layout a_layout, const float *b, size_t b_stride,
    enum practicum_layout b_layout, float *output, size_t output_stride, size_t rows, size_t columns, size_t depth,
    bool adds, void *scratch);

/// Packs 64 columns of b, the right factor's, for `practicum_bfloat16_packed_product`: (depth + 1) / 2 * 64 words of 4 bytes, aligned to 64
/// bytes.
void practicum_bfloat16_pack_panel(
    const float *b, size_t b_stride, enum practicum_layout b_layout, size_t depth, void *panel);

/// output[rows, columns] = a · b, or += a · b, for a[rows, depth] and b's packed panels, each depth * 64 * 4 bytes after the one before;
/// columns are a multiple of 64. The bits of `practicum_bfloat16_product`.
void practicum_bfloat16_packed_product(
    const float *a, size_t a_stride, const void *panels, float *output, size_t output_stride, size_t rows,
    size_t columns, size_t depth, bool adds, void *scratch);

#endif
