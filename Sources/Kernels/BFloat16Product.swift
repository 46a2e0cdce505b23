import CBFloat16
import Foundation

/// The precision of the factors in dense products. Sums and everything else are float32 with either value.
package enum Precision: String, Sendable, CaseIterable, Codable {
    case float32
    /// Factors are rounded to bfloat16 (8 significant bits), where the processor has instructions for such products.
    case bf16

    /// The precision that products use now. It must not change while a loop runs. It belongs to the process and not to a model: a model
    /// that comes back from the store has to multiply in the precision of the session that asks for it.
    nonisolated(unsafe) package static var current = Precision.float32

    package var isAvailable: Bool { self == .float32 || BFloat16Product.isAvailable }
}

/// Products whose factors are rounded to bfloat16, computed with AVX512-BF16.
enum BFloat16Product {
    static let isAvailable = practicum_bfloat16_available()

    /// Whether a product with these constants is computed in bfloat16.
    @inline(__always)
    static func suits(alpha: Float, beta: Float) -> Bool {
        Precision.current == .bf16 && isAvailable && alpha == 1 && (beta == 0 || beta == 1)
    }

    /// How a factor is stored in memory: each row runs along the depth, or each row is one step of the depth.
    enum Layout {
        case depthInner
        case depthOuter

        fileprivate var value: practicum_layout {
            self == .depthInner ? PRACTICUM_DEPTH_INNER : PRACTICUM_DEPTH_OUTER
        }
    }

    /// Computes output[rows, columns] = a · b, or adds a · b to it if `adds` is true.
    static func multiply(
        _ a: UnsafePointer<Float>, _ aStride: Int, _ aLayout: Layout, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ bLayout: Layout, into output: UnsafeMutablePointer<Float>, _ outputStride: Int, rows: Int, columns: Int,
        depth: Int, adds: Bool
    ) {
        let scratch = Scratch.memory(practicum_bfloat16_scratch(rows, columns, depth))
        practicum_bfloat16_product(
            a, aStride, aLayout.value, b, bStride, bLayout.value, output, outputStride, rows, columns, depth, adds,
            scratch)
    }

    /// Packs 64 columns of b, [depth, columns] or transposed, into pairs [depth / 2, 64].
    static func packPanel(
        _ b: UnsafePointer<Float>, _ bStride: Int, _ bLayout: Layout, depth: Int,
        into panel: UnsafeMutablePointer<Float>
    ) {
        practicum_bfloat16_pack_panel(b, bStride, bLayout.value, depth, panel)
    }

    /// output[rows, columns] = a[rows, depth] · b. The panels of b lie `depth` · 64 floats apart, and the columns fill whole panels.
    static func multiply(
        _ a: UnsafePointer<Float>, _ aStride: Int, packed: UnsafePointer<Float>,
        into output: UnsafeMutablePointer<Float>, _ outputStride: Int, rows: Int, columns: Int, depth: Int, adds: Bool
    ) {
        let scratch = Scratch.memory(practicum_bfloat16_scratch(rows, columns, depth))
        practicum_bfloat16_packed_product(
            a, aStride, packed, output, outputStride, rows, columns, depth, adds, scratch)
    }

    /// Each thread's memory for packed factors. It grows to the size that the largest product needs and
    /// is never freed before the thread ends.
    private final class Scratch {
        private static let key: pthread_key_t = {
            var key = pthread_key_t()
            pthread_key_create(&key) { pointer in
                #if canImport(Darwin)
                    Unmanaged<Scratch>.fromOpaque(pointer).release()
                #else
                    if let pointer { Unmanaged<Scratch>.fromOpaque(pointer).release() }
                #endif
            }
            return key
        }()

        private var bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)

        deinit { bytes.deallocate() }

        static func memory(_ count: Int) -> UnsafeMutableRawPointer? {
            let scratch: Scratch
            if let pointer = pthread_getspecific(key) {
                scratch = Unmanaged<Scratch>.fromOpaque(pointer).takeUnretainedValue()
            } else {
                scratch = Scratch()
                pthread_setspecific(key, Unmanaged.passRetained(scratch).toOpaque())
            }
            if scratch.bytes.count < count {
                scratch.bytes.deallocate()
                scratch.bytes = .allocate(byteCount: count, alignment: 64)
            }
            return scratch.bytes.baseAddress
        }
    }
}
