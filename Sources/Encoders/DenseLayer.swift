import Kernels

/// A dense layer, z = x · Wᵀ + b, as offsets into the model's parameters.
///
/// The kernel after the product adds the bias, and the kernel before the product in the backward pass computes the bias's gradient.
/// `BatchPass.multiply` and `BatchPass.multiplyBack` add the low-rank terms to the product.
struct DenseLayer {
    /// Offsets of the weight [outputs, inputs] and the bias [outputs].
    let weight, bias: Int
    let outputs, inputs: Int
    /// The offset of the packed weight among the packed weights of its layer of the encoder.
    let packedOffset: Int
    /// The adapters that are added to the product.
    var terms: [LowRankTerm] = []

    /// z [rows, outputs] = x [rows, inputs] · Wᵀ.
    func forward(
        _ x: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>, rows: Int, _ packing: WeightPacking
    ) {
        if packing.isPacking {
            MatrixProduct.times(
                x, stride: inputs, packed: packing.memory + packedOffset, into: z, stride: outputs, rows: rows,
                columns: outputs, depth: inputs)
        } else {
            MatrixProduct.timesTransposed(
                x, stride: inputs, packing.parameters + weight, stride: inputs, into: z, stride: outputs, rows: rows,
                columns: outputs, depth: inputs)
        }
    }

    /// dx [rows, inputs] = dz [rows, outputs] · W, added to the old content if `adds` is true.
    func backward(
        _ dz: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int, adds: Bool = false,
        _ packing: WeightPacking
    ) {
        if packing.isPacking {
            MatrixProduct.times(
                dz, stride: outputs, packed: packing.memory + packedOffset, into: dx, stride: inputs, rows: rows,
                columns: inputs, depth: outputs, beta: adds ? 1 : 0)
        } else {
            MatrixProduct.times(
                dz, stride: outputs, packing.parameters + weight, stride: inputs, into: dx, stride: inputs, rows: rows,
                columns: inputs, depth: outputs, beta: adds ? 1 : 0)
        }
    }

    /// The weight's gradient is divided into pieces of about this many rows.
    private static let weightPieceRows = 192

    /// Number of pieces of `backwardWeight`.
    var weightPieces: Int { (outputs + DenseLayer.weightPieceRows - 1) / DenseLayer.weightPieceRows }

    /// Computes the rows of dW [outputs, inputs] = dzᵀ · x that belong to a piece.
    ///
    /// - Parameters:
    ///   - dz, x: [rows, outputs] and [rows, inputs].
    ///   - gradients: the beginning of all gradients, which have the same offsets as the parameters.
    func backwardWeight(
        piece: Int, dz: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int,
        into gradients: UnsafeMutablePointer<Float>
    ) {
        let start = piece * DenseLayer.weightPieceRows
        MatrixProduct.transposedTimes(
            dz + start, stride: outputs, x, stride: inputs, into: gradients + weight + start * inputs, stride: inputs,
            rows: min(DenseLayer.weightPieceRows, outputs - start), columns: inputs, depth: rows)
    }
}
