/// How long the client waits, and how much it accepts.
package struct HubLimits: Sendable, Equatable {
    /// Seconds within which a connection must be established.
    package var connectTime = 10.0
    /// Seconds without at least one byte a second after which a request fails, before and during a response.
    package var silence = 30
    /// How often a request is made that fails for a temporary reason. The count starts again after each large part of a file.
    package var attempts = 4
    /// Seconds before the second attempt; doubled for each later one.
    package var firstWait = 1.0
    /// The most seconds to wait if the server asks for a wait. A longer wait is an error.
    package var longestWait = 60.0

    /// The most bytes of a JSON response.
    static let answerBytes = 32 << 20
    /// The most bytes of a response's headers.
    static let headerBytes = 256 << 10
    /// The most bytes that are read of a response that is no success.
    static let refusalBytes = 64 << 10
    /// The most redirects of one request.
    static let redirects = 10
    /// The most pages of a repository's list of files; a page has a thousand.
    static let pages = 200
    /// Bytes of a large part of a file, as `attempts` counts them.
    static let goodPart = 1 << 20

    package init() {}
}
