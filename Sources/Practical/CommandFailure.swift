/// Why a command of this practical failed, and what to write instead.
package struct CommandFailure: Error, Equatable, CustomStringConvertible {
    package var message: String
    package var remedy: String

    package init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    package var description: String { "\(message). \(remedy)" }
}
