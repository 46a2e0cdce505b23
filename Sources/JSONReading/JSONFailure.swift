import FileKinds

/// An error in a JSON text, and its place.
package struct JSONFailure: Error, Sendable, Equatable {
    package enum Problem: Sendable, Equatable {
        /// The text ends too early.
        case truncated
        /// The text breaks JSON's rules. The message is a part of a sentence.
        case malformed(String)
        case wrongKind(expected: String, found: String)
        case missingKey(String)
    }

    /// The byte at which the error is.
    package var offset: Int
    /// The path to the value with the error, e.g. `data[3].paragraphs[0]`. Empty at the top level.
    package var keyPath: String
    package var problem: Problem

    package init(offset: Int, keyPath: String, problem: Problem) {
        self.offset = offset
        self.keyPath = keyPath
        self.problem = problem
    }

    /// Line and column, both from 1; columns count Unicode scalars.
    package func place(in bytes: [UInt8]) -> (line: Int, column: Int) {
        bytes.textPlace(at: offset)
    }
}
