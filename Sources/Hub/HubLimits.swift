/// How long the client waits, and how much it accepts.
package struct HubLimits: Sendable, Equatable {
    /// Seconds until a connection has to stand.
    package var connectTime = 10.0
    /// Seconds in which at least a byte a second has to arrive, before and while a server answers.
    package var silence = 30
    /// How often a request is made that fails for a reason which may pass. Counted anew whenever a good part of a file arrived.
    package var attempts = 4
    /// Seconds before the second attempt; doubled for each after it.
    package var firstWait = 1.0
    /// The most seconds that are waited where the server says how long: beyond that it is an error.
    package var longestWait = 60.0

    /// The most bytes of an answer in JSON.
    static let answerBytes = 32 << 20
    /// The most bytes of an answer's headers.
    static let headerBytes = 256 << 10
    /// The most bytes that are read of an answer that is no success.
    static let refusalBytes = 64 << 10
    /// The most redirects of one request.
    static let redirects = 10
    /// The most pages of a repository's list of files; a page has a thousand.
    static let pages = 200
    /// What counts as a good part of a file.
    static let goodPart = 1 << 20

    package init() {}
}
