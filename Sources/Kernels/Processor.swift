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

    /// What the program was compiled for and this processor lacks: running on would end in an illegal instruction.
    package static var missing: [String] {
        list(practicum_compiled_vector_sets() & ~practicum_available_vector_sets())
    }
}
