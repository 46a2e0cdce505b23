import Files
import Foundation

/// Why something can't be had from the Hub or its cache. No case holds a token, or the query of an address.
package enum HubError: Error, Sendable, Equatable {
    case badID(String, reason: String)
    case badRevision(String, of: String, reason: String)
    /// A variable of the environment, or a file that one names.
    case badSetting(name: String, reason: String)
    /// libcurl is not on this machine.
    case noLibrary

    /// `HF_HUB_OFFLINE` forbids what is asked for.
    case offline(wanted: String)
    case unreachable(place: String, Obstacle)
    /// Nothing, or next to nothing, came for so many seconds.
    case timedOut(place: String, seconds: Int)
    /// The connection broke off.
    case brokenOff(place: String, reason: String)

    /// The token itself is no token of the Hub, or has run out.
    case invalidToken(place: String)
    case gated(wanted: String, page: String, hasToken: Bool)
    case forbidden(wanted: String, hasToken: Bool)
    /// Or hidden from whoever asks: the Hub makes no difference.
    case repositoryNotFound(wanted: String, hasToken: Bool)
    case revisionNotFound(wanted: String, revision: String)
    case fileNotFound(wanted: String, file: String)
    /// - Parameter seconds: When to come again, where the server says it.
    case tooManyRequests(place: String, seconds: Int?)
    case serverFault(place: String, status: Int)
    case unexpectedStatus(place: String, status: Int)

    case badAnswer(place: String, reason: String)
    case answerTooLong(place: String, limit: Int)
    case redirectLoop(place: String, count: Int)
    case badRedirect(place: String)
    case insecureRedirect(place: String, target: String)

    case badFileName(String, in: String, reason: String)
    /// - Parameter actual: The length that was announced or came; nil for more than expected, without an end.
    case wrongLength(file: String, expected: Int, actual: Int?)
    case wrongHash(file: String, expected: String, actual: String)

    /// A symbolic link in the cache that leads out of it.
    case leadsOut(path: String, target: String)
    case badReference(path: String)
    case diskFull(folder: String, needed: Int?, free: Int?)
    case file(FileError)
    case cancelled

    /// What is in the way of a connection.
    package enum Obstacle: Sendable, Equatable {
        case name
        case proxyName
        /// - Parameter status: What the proxy answered; 0 for nothing sensible.
        case proxy(status: Int)
        case connection
        /// The other side can't be trusted, in libcurl's words.
        case certificate(String)
        case other(String)
    }
}

extension HubError {
    /// Turns the error of a file into one of these.
    static func mapped<Value>(_ body: () throws(FileError) -> Value) throws(HubError) -> Value {
        do { return try body() } catch { throw HubError(error) }
    }

    init(_ error: FileError) {
        self =
            if error.code == ENOSPC || error.code == EDQUOT {
                .diskFull(folder: error.path.parentFolder, needed: nil, free: nil)
            } else { .file(error) }
    }

    /// Whether the same request may do better a little later.
    var mayPass: Bool {
        switch self {
        case .timedOut, .brokenOff, .serverFault, .tooManyRequests, .unreachable(_, .connection): true
        default: false
        }
    }
}
