import Foundation
import Hardware
import Kernels

/// What this machine is, as far as a report or `doctor` tells.
package struct Machine: Sendable {
    package var processor: String
    package var cores: Int
    package var memoryBytes: Int
    package var system: String
    package var vectorInstructions: String

    /// Why the program can't run here and how to mend it; nil when it can. To be asked before anything is computed.
    package static var problem: String? { Processor.problem }

    package static var current: Machine {
        let information = ProcessInfo.processInfo
        return Machine(
            processor: processorName, cores: information.activeProcessorCount,
            memoryBytes: Int(clamping: information.physicalMemory), system: information.operatingSystemVersionString,
            vectorInstructions: Processor.available.joined(separator: ", "))
    }

    /// What the bits of a result depend on, e.g. `SkylakeX, AVX-512`.
    package static var arithmetic: String {
        [MatrixProduct.coreName, Processor.available.last].compactMap { $0 }.joined(separator: ", ")
    }

    /// Before anything is computed in a process: an end for want of memory is to be said.
    package static func prepare() { MemoryShortage.endProcessWithMessage() }

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
