// Products of float matrices whose factors are rounded to bfloat16. They use AVX512-BF16 and add up in float32.
#ifndef PRACTICUM_CBFLOAT16_H
#define PRACTICUM_CBFLOAT16_H

#include <stdbool.h>
#include <stddef.h>

/// Whether this processor and operating system support the instructions.
bool practicum_bfloat16_available(void);

/// How a factor is stored in memory.
enum practicum_layout {
    /// Each row runs along the depth: a[rows, depth], b[columns, depth].
    PRACTICUM_DEPTH_INNER,
    /// Each row is one step of the depth: a[depth, rows], b[depth, columns].
    PRACTICUM_DEPTH_OUTER,
};

/// The bytes of scratch memory that a product needs. The caller aligns them to 64 bytes.
size_t practicum_bfloat16_scratch(size_t rows, size_t columns, size_t depth);

/// output[rows, columns] = a · b, or += a · b. Strides count floats from row to row of the stored matrix. The bits of an element depend
/// only on its row of a and its column of b, not on the other rows and columns of the call.
void practicum_bfloat16_product(
    const float *a, size_t a_stride, enum practicum_layout a_layout, const float *b, size_t b_stride,
    enum practicum_layout b_layout, float *output, size_t output_stride, size_t rows, size_t columns, size_t depth,
    bool adds, void *scratch);

/// Packs 64 columns of the right factor b for `practicum_bfloat16_packed_product`. The panel has (depth + 1) / 2 * 64 words of 4 bytes and
/// is aligned to 64 bytes.
void practicum_bfloat16_pack_panel(
    const float *b, size_t b_stride, enum practicum_layout b_layout, size_t depth, void *panel);

/// output[rows, columns] = a · b, or += a · b, for a[rows, depth] and packed panels of b. Each panel begins depth * 64 * 4 bytes after the
/// one before. The number of columns is a multiple of 64. The result has the same bits as that of `practicum_bfloat16_product`.
void practicum_bfloat16_packed_product(
    const float *a, size_t a_stride, const void *panels, float *output, size_t output_stride, size_t rows,
    size_t columns, size_t depth, bool adds, void *scratch);

#endif
