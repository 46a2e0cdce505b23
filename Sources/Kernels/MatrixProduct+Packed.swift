/// Products whose right side is packed in advance, because many pieces of rows share it.
extension MatrixProduct {
    /// The number of columns in a packed panel.
    package static var panelColumns: Int { PanelProduct.width }

    /// Whether it is possible and faster to pack right sides of this many columns for `times(_:stride:packed:…)` in the current precision.
    package static func packs(columns: Int) -> Bool {
        BFloat16Product.suits(alpha: 1, beta: 0)
            ? columns % panelColumns == 0 : PanelProduct.suits(columns: columns, alpha: 1, beta: 0)
    }

    /// Whether `packs(columns:)` holds in at least one precision.
    package static func mayPack(columns: Int) -> Bool {
        columns % panelColumns == 0 && BFloat16Product.isAvailable
            || PanelProduct.suits(columns: columns, alpha: 1, beta: 0)
    }

    /// Packs 64 columns of a right side [depth, columns], beginning at `b`, or 64 rows of a transposed one [columns, depth]. The panel is
    /// [depth, 64], aligned to 64 bytes. With bf16 it fills half of that.
    package static func packPanel(
        _ b: UnsafePointer<Float>, stride: Int, isTransposed: Bool, depth: Int, into panel: UnsafeMutablePointer<Float>
    ) {
        if BFloat16Product.suits(alpha: 1, beta: 0) {
            BFloat16Product.packPanel(b, stride, isTransposed ? .depthInner : .depthOuter, depth: depth, into: panel)
        } else if isTransposed {
            PanelProduct.packTransposed(b, stride, depth: depth, into: panel)
        } else {
            PanelProduct.pack(b, stride, depth: depth, into: panel)
        }
    }

    /// output[rows, columns] = a[rows, depth] · b + beta · output, with the panels [depth, 64] of b one after the other. beta is 0 or 1.
    /// Each row has the same bits as in a product that packs b itself.
    package static func times(
        _ a: UnsafePointer<Float>, stride aStride: Int, packed: UnsafePointer<Float>,
        into output: UnsafeMutablePointer<Float>, stride outputStride: Int, rows: Int, columns: Int, depth: Int,
        beta: Float = 0
    ) {
        if BFloat16Product.suits(alpha: 1, beta: beta) {
            BFloat16Product.multiply(
                a, aStride, packed: packed, into: output, outputStride, rows: rows, columns: columns, depth: depth,
                adds: beta == 1)
        } else {
            PanelProduct.times(
                a, aStride, packed: packed, output, outputStride, rows: rows, columns: columns, depth: depth,
                adds: beta == 1)
        }
    }
}
