/// Why a command of this practical could not do its work, and what to write instead.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
    var message: String
    var remedy: String

    init(_ message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    var description: String { "\(message). \(remedy)" }
}
