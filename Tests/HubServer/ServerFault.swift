/// A way in which a `LocalHub` misbehaves.
package enum ServerFault: Sendable {
    case status(Int, headers: [String: String] = [:])
    /// The connection breaks after this many bytes of the body.
    case drop(after: Int)
    /// The body is truncated or extended to another length, and its header gives that length.
    case length(Int)
    /// Like `length`, but only in the header with the file's size, before anything is fetched.
    case linkedSize(Int)
    /// One bit of the body is changed.
    case corrupt
    /// The body has no length and no end.
    case endless
    /// The connection stays open, but nothing is sent.
    case silent
    /// This many bytes are sent, followed by a pause of 20 ms, and so on.
    case slow(piece: Int)
    case redirect(String)
    /// The whole file is sent, whatever range was requested.
    case wholeInsteadOfPart
    /// Another range is sent than was requested.
    case wrongPart
    /// Headers of more than a megabyte.
    case hugeHeaders
    /// Another text is sent instead of the body or the requested range, with status 200.
    case body(String)
}

/// A request to a `LocalHub`.
package struct ServedRequest: Sendable {
    package enum Host: Sendable { case hub, storage }

    package let host: Host
    package let method: String
    /// The path and the query.
    package let target: String
    /// Headers by their names in lower case.
    package let headers: [String: String]
}
