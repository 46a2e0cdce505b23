import Foundation
import Hardware
import Kernels

/// What this machine is, as far as a report or `doctor` tells.
struct Machine: Sendable {
    var processor: String
    var cores: Int
    var memoryBytes: Int
    var system: String
    var vectorInstructions: String

    /// Why the program can't run here and how to mend it; nil when it can. To be asked before anything is computed.
    static var problem: String? { Processor.problem }

    static var current: Machine {
        let information = ProcessInfo.processInfo
        return Machine(
            processor: processorName, cores: information.activeProcessorCount,
            memoryBytes: Int(clamping: information.physicalMemory), system: information.operatingSystemVersionString,
            vectorInstructions: Processor.available.joined(separator: ", "))
    }

    /// What the bits of a result depend on, e.g. `SkylakeX, AVX-512`.
    static var arithmetic: String {
        [MatrixProduct.coreName, Processor.available.last].compactMap { $0 }.joined(separator: ", ")
    }

    /// Before anything is computed in a process: an end for want of memory is to be said.
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
