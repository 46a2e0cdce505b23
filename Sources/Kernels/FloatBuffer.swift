import Foundation

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

    /// Zero-filled memory for `count` floats. Traps when the system has none left, like any Swift allocation.
    package init(count: Int) {
        var raw: UnsafeMutableRawPointer?
        let bytes = max(count, 16) * MemoryLayout<Float>.stride
        // Large buffers start on a huge page's boundary, so that the kernel can back them with huge pages.
        let alignment = bytes >= 1 << 22 ? 1 << 21 : 64
        let status = posix_memalign(&raw, alignment, bytes)
        precondition(status == 0 && raw != nil, "out of memory: \(bytes) bytes")
        #if os(Linux)
            if bytes >= 1 << 22 { madvise(raw, bytes, hugePageAdvice) }
        #endif
        memset(raw!, 0, bytes)
        self.pointer = raw!.bindMemory(to: Float.self, capacity: max(count, 16))
        self.count = count
    }

    deinit { free(pointer) }

    /// Sets every float to zero.
    package func clear() { memset(pointer, 0, count * MemoryLayout<Float>.stride) }

    /// All floats as a buffer.
    package var floats: UnsafeMutableBufferPointer<Float> { .init(start: pointer, count: count) }
}
