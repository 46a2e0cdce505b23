import Kernels

/// A dense layer, z = x · Wᵀ + b, as places in the model's parameters.
///
/// Its bias is added by the kernel that follows the product, and its bias's gradient comes from the kernel that goes before the product
/// on the way back. Whatever is to be added to the product itself, such as a low-rank term, belongs into `forward`, `backward` and
/// `backwardWeight`.
struct DenseLayer {
    /// Offsets of weight [outputs, inputs] and bias [outputs].
    let weight, bias: Int
    let outputs, inputs: Int
    /// Where its packed weight stands among those of its layer of the encoder.
    let packedOffset: Int

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

    /// dx [rows, inputs] = dz [rows, outputs] · W, plus what is there if `adds`.
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

    /// The gradient of the weight is cut along its rows into pieces of about so many.
    private static let weightPieceRows = 192

    /// Pieces of `backwardWeight`.
    var weightPieces: Int { (outputs + DenseLayer.weightPieceRows - 1) / DenseLayer.weightPieceRows }

    /// The rows of dW [outputs, inputs] = dzᵀ · x that belong to a piece.
    ///
    /// - Parameters:
    ///   - dz, x: [rows, outputs] and [rows, inputs].
    ///   - gradients: the beginning of all gradients, which stand where the parameters do.
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
