// Runs one reader on inputs that libFuzzer makes up from its seeds: `Fuzzing NAME [libFuzzer's options and corpora]`.
//
// Built by `scripts/fuzz.sh` only, with coverage and the address sanitizer.
import CFuzzer
import Foundation

/// The target that was asked for; a C function pointer can capture nothing.
nonisolated(unsafe) var chosen: FuzzTarget?

guard let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments.dropFirst().first }) else {
    print(FuzzTarget.all.map { "\($0.name) \($0.seeds.joined(separator: " "))" }.joined(separator: "\n"))
    exit(64)
}
chosen = target

// libFuzzer must not take the name for a corpus.
var arguments: [UnsafeMutablePointer<CChar>?] =
    ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
var count = Int32(arguments.count - 1)
exit(
    arguments.withUnsafeMutableBufferPointer { buffer in
        var start = buffer.baseAddress
        return LLVMFuzzerRunDriver(&count, &start) { bytes, size in
            // An error is an answer; a trap, a hang or a bad access is not.
            try? chosen?.run(UnsafeBufferPointer(start: bytes, count: size))
            return 0
        }
    })
