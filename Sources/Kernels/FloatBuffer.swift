import Foundation
import Hardware

/// Linux's MADV_HUGEPAGE, which Glibc's module leaves out.
private let hugePageAdvice: Int32 = 14

/// One aligned allocation of floats with one owner. It is freed with its owner.
///
/// Parameters, gradients, moments and the activation arena are each one such buffer. Views into it are
/// plain pointers that must not outlive it.
package struct FloatBuffer: ~Copyable {
    /// First float, aligned to a cache line.
    package let pointer: UnsafeMutablePointer<Float>
    package let count: Int

    /// The memory mapping that holds a large buffer, or nil for a small one.
    private let mapping: (start: UnsafeMutableRawPointer, bytes: Int)?

    private static let hugePage = 1 << 21

    /// Allocates zero-filled memory for `count` floats. The parts of a large buffer that nobody writes take no memory. Ends the process
    /// with a message when the system has no memory left, so ask `AvailableMemory` before taking a large amount.
    ///
    /// - Parameter sparseCount: the number of floats at the beginning in which only some rows will be written. They are not stored in huge
    ///   pages, because the first write to a huge page takes memory for all of it.
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
        // The buffer starts at the boundary of a huge page, so that the kernel can use huge pages for it.
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
