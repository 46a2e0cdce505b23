import Foundation
import Hardware
import Kernels

/// A description of this machine for reports and for `doctor`.
struct Machine: Sendable {
    var processor: String
    var cores: Int
    var memoryBytes: Int
    var system: String
    var vectorInstructions: String

    /// Why the program can't run here and how to fix it, or nil when it can. Check it before any computation.
    static var problem: String? { Processor.problem }

    static var current: Machine {
        let information = ProcessInfo.processInfo
        return Machine(
            processor: processorName, cores: information.activeProcessorCount,
            memoryBytes: Int(clamping: information.physicalMemory), system: information.operatingSystemVersionString,
            vectorInstructions: Processor.available.joined(separator: ", "))
    }

    /// Everything that the bits of a result depend on, e.g. `SkylakeX, AVX-512`.
    static var arithmetic: String {
        [MatrixProduct.coreName, Processor.available.last].compactMap { $0 }.joined(separator: ", ")
    }

    /// Call this before any computation in a process, so that a lack of memory ends the process with a message.
    static func prepare() { MemoryShortage.endProcessWithMessage() }

    private static var processorName: String {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return "unknown" }
        for line in text.split(separator: "\n") where line.hasPrefix("model name") {
            if let colon = line.firstIndex(of: ":") {
                return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
        }
        return "unknown"
    }
}
