import FileKinds

/// What is wrong with a JSON text, and where.
package struct JSONFailure: Error, Sendable, Equatable {
    package enum Problem: Sendable, Equatable {
        /// It breaks off.
        case truncated
        /// It breaks JSON's rules; the words stand within a sentence.
        case malformed(String)
        case wrongKind(expected: String, found: String)
        case missingKey(String)
    }

    /// The byte.
    package var offset: Int
    /// Where it is in the values, e.g. `data[3].paragraphs[0]`; empty at the top.
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
