import Foundation
import Hardware

/// Linux's MADV_HUGEPAGE, which Glibc's module leaves out.
private let hugePageAdvice: Int32 = 14

/// One aligned allocation of floats, owned: freed when its owner goes away.
///
/// Parameters, gradients, moments and the activation arena are each one of these; views into it are plain pointers
/// that must not outlive it.
package struct FloatBuffer: ~Copyable {
    /// First float, aligned to a cache line.
    package let pointer: UnsafeMutablePointer<Float>
    /// How many floats.
    package let count: Int

    /// What the system gave: the mapping that a large buffer stands in, nil for a small one.
    private let mapping: (start: UnsafeMutableRawPointer, bytes: Int)?

    private static let hugePage = 1 << 21

    /// Zero-filled memory for `count` floats; what nobody writes of a large one takes no memory. Ends the process with a
    /// message when the system has none left: `AvailableMemory` is to be asked before much of it is taken.
    ///
    /// - Parameter sparseCount: floats at the beginning of which only some rows will be written: they are kept out of huge pages,
    ///   which would be filled whole.
    package init(count: Int, sparseCount: Int = 0) {
        let bytes = max(count, 16) * MemoryLayout<Float>.stride
        self.count = count
        guard bytes >= 2 * FloatBuffer.hugePage else {
            var raw: UnsafeMutableRawPointer?
            guard posix_memalign(&raw, 64, bytes) == 0, let raw else { MemoryShortage.end(bytes: bytes) }
            memset(raw, 0, bytes)
            mapping = nil
            pointer = raw.bindMemory(to: Float.self, capacity: max(count, 16))
            return
        }
        // Starts on a huge page's boundary, so that the kernel can back it with huge pages.
        let room = bytes + FloatBuffer.hugePage
        guard let start = mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0), start != MAP_FAILED
        else { MemoryShortage.end(bytes: bytes) }
        let aligned = start.alignedUp(toMultipleOf: FloatBuffer.hugePage)
        #if os(Linux)
            let sparse = sparseCount * MemoryLayout<Float>.stride / FloatBuffer.hugePage * FloatBuffer.hugePage
            madvise(aligned + sparse, bytes - sparse, hugePageAdvice)
        #endif
        mapping = (start, room)
        pointer = aligned.bindMemory(to: Float.self, capacity: count)
    }

    deinit {
        if let mapping { munmap(mapping.start, mapping.bytes) } else { free(pointer) }
    }

    /// All floats as a buffer.
    package var floats: UnsafeMutableBufferPointer<Float> { .init(start: pointer, count: count) }
}
