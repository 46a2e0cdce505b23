import CBFloat16
import Foundation

/// What dense products multiply in; sums, and everything else, are float32 in either.
package enum Precision: String, Sendable, CaseIterable, Codable {
    case float32
    /// Factors rounded to bfloat16 (8 bits of fraction), where the processor has products of them.
    case bf16

    /// The one that products use now. Set while no loop runs. It belongs to the process, not to a model: a model that comes back from the
    /// store has to multiply in the precision of the session that asks for it.
    nonisolated(unsafe) package static var current = Precision.float32

    package var isAvailable: Bool { self == .float32 || BFloat16Product.isAvailable }
}

/// Products whose factors are rounded to bfloat16, by AVX512-BF16.
enum BFloat16Product {
    static let isAvailable = practicum_bfloat16_available()

    /// Whether the product at hand is to be one of these.
    @inline(__always)
    static func suits(alpha: Float, beta: Float) -> Bool {
        Precision.current == .bf16 && isAvailable && alpha == 1 && (beta == 0 || beta == 1)
    }

    /// How a factor stands in memory: rows of the depth, or depth by depth.
    enum Layout {
        case depthInner
        case depthOuter

        fileprivate var value: practicum_layout {
            self == .depthInner ? PRACTICUM_DEPTH_INNER : PRACTICUM_DEPTH_OUTER
        }
    }

    /// output[rows, columns] = a · b, added to it where `adds`.
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

    /// output[rows, columns] = a[rows, depth] · b, b's panels `depth` · 64 floats apart; columns fill whole panels.
    static func multiply(
        _ a: UnsafePointer<Float>, _ aStride: Int, packed: UnsafePointer<Float>,
        into output: UnsafeMutablePointer<Float>, _ outputStride: Int, rows: Int, columns: Int, depth: Int, adds: Bool
    ) {
        let scratch = Scratch.memory(practicum_bfloat16_scratch(rows, columns, depth))
        practicum_bfloat16_packed_product(
            a, aStride, packed, output, outputStride, rows, columns, depth, adds, scratch)
    }

    /// Memory of each thread for packed factors; it grows to the largest product and stays.
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
