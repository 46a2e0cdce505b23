import CProcessor

/// The vector instructions that this build needs and that this processor has.
package enum Processor {
    private static let names: [(UInt32, String)] = [
        (PRACTICUM_AVX2.rawValue, "AVX2"), (PRACTICUM_FMA.rawValue, "FMA"), (PRACTICUM_AVX512F.rawValue, "AVX-512F"),
        (PRACTICUM_AVX512BW.rawValue, "AVX-512BW"), (PRACTICUM_AVX512VL.rawValue, "AVX-512VL"),
        (PRACTICUM_AVX512DQ.rawValue, "AVX-512DQ"), (PRACTICUM_AVX512BF16.rawValue, "AVX512-BF16"),
        (PRACTICUM_NEON.rawValue, "NEON"),
    ]

    private static func list(_ sets: UInt32) -> [String] { names.filter { sets & $0.0 != 0 }.map(\.1) }

    /// Vector instruction sets that this processor offers.
    package static var available: [String] { list(practicum_available_vector_sets()) }

    /// Vector instruction sets that this program was compiled for.
    package static var compiled: [String] { list(practicum_compiled_vector_sets()) }

    /// Vector instruction sets that the program was compiled for and this processor lacks. With any of these, going on would end in an
    /// illegal instruction.
    package static var missing: [String] {
        missing(compiled: practicum_compiled_vector_sets(), available: practicum_available_vector_sets())
    }

    /// The names of the sets in `compiled` that `available` lacks. The bits are those of `practicum_vector_set`.
    package static func missing(compiled: UInt32, available: UInt32) -> [String] { list(compiled & ~available) }

    /// Why this program cannot run here and how to fix it, or nil when it can run.
    package static var problem: String? { missing.isEmpty ? nil : problem(missing: missing) }

    /// The message about the missing instruction sets.
    package static func problem(missing: [String]) -> String {
        "this program was built on a processor with \(missing.joined(separator: ", ")), which this one lacks. "
            + "Build it again on this machine: make build"
    }
}
