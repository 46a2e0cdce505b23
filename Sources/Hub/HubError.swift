import Files
import Foundation

/// Why something cannot be fetched from the Hub or read from its cache. No case holds a token or the query of an address.
package enum HubError: Error, Sendable, Equatable {
    case badID(String, reason: String)
    case badRevision(String, of: String, reason: String)
    /// An environment variable, or a file that one names, is wrong.
    case badSetting(name: String, reason: String)
    /// libcurl is not installed on this machine.
    case noLibrary

    /// `HF_HUB_OFFLINE` forbids the request.
    case offline(wanted: String)
    case unreachable(place: String, Obstacle)
    /// For this number of seconds, almost nothing arrived.
    case timedOut(place: String, seconds: Int)
    /// The connection was interrupted.
    case brokenOff(place: String, reason: String)

    /// The token is not a token of the Hub, or has expired.
    case invalidToken(place: String)
    case gated(wanted: String, page: String, hasToken: Bool)
    case forbidden(wanted: String, hasToken: Bool)
    /// The repository does not exist, or the user may not see it: the Hub's response is the same for both.
    case repositoryNotFound(wanted: String, hasToken: Bool)
    case revisionNotFound(wanted: String, revision: String)
    case fileNotFound(wanted: String, file: String)
    /// - Parameter seconds: When to try again, if the server says so.
    case tooManyRequests(place: String, seconds: Int?)
    case serverFault(place: String, status: Int)
    case unexpectedStatus(place: String, status: Int)

    case badAnswer(place: String, reason: String)
    case answerTooLong(place: String, limit: Int)
    case redirectLoop(place: String, count: Int)
    case badRedirect(place: String)
    case insecureRedirect(place: String, target: String)

    case badFileName(String, in: String, reason: String)
    /// - Parameter actual: The length that was announced or received; nil if more than expected was received and the end is unknown.
    case wrongLength(file: String, expected: Int, actual: Int?)
    case wrongHash(file: String, expected: String, actual: String)

    /// A symbolic link in the cache that points outside it.
    case leadsOut(path: String, target: String)
    case badReference(path: String)
    case diskFull(folder: String, needed: Int?, free: Int?)
    case file(FileError)
    case cancelled

    /// What prevents a connection.
    package enum Obstacle: Sendable, Equatable {
        case name
        case proxyName
        /// - Parameter status: The proxy's status; 0 if it sent no valid response.
        case proxy(status: Int)
        case connection
        /// The server cannot be trusted; the reason is libcurl's.
        case certificate(String)
        case other(String)
    }
}

extension HubError {
    /// Turns a file error into a `HubError`.
    static func mapped<Value>(_ body: () throws(FileError) -> Value) throws(HubError) -> Value {
        do { return try body() } catch { throw HubError(error) }
    }

    init(_ error: FileError) {
        self =
            if error.code == ENOSPC || error.code == EDQUOT {
                .diskFull(folder: error.path.parentFolder, needed: nil, free: nil)
            } else { .file(error) }
    }

    /// Whether the same request may succeed a little later.
    var mayPass: Bool {
        switch self {
        case .timedOut, .brokenOff, .serverFault, .tooManyRequests, .unreachable(_, .connection): true
        default: false
        }
    }
}
