/// A way in which a `LocalHub` misbehaves.
package enum ServerFault: Sendable {
    case status(Int, headers: [String: String] = [:])
    /// The connection breaks off after so many bytes of the body.
    case drop(after: Int)
    /// The body is cut or continued to another length, and its header says that length.
    case length(Int)
    /// The same as `length`, but in the header of the file's size alone, before anything is fetched.
    case linkedSize(Int)
    /// A bit of the body is another one.
    case corrupt
    /// The body has no length and no end.
    case endless
    /// The connection stands, and nothing comes.
    case silent
    /// So many bytes come, then there is a pause of 20 ms, and so on.
    case slow(piece: Int)
    case redirect(String)
    /// The whole file comes, whatever part was asked for.
    case wholeInsteadOfPart
    /// Another part comes than was asked for.
    case wrongPart
    /// Headers of more than a megabyte.
    case hugeHeaders
    /// Another text in place of the body, or of the part that was asked for, with status 200.
    case body(String)
}

/// What a `LocalHub` was asked.
package struct ServedRequest: Sendable {
    package enum Host: Sendable { case hub, storage }

    package let host: Host
    package let method: String
    /// With its query.
    package let target: String
    /// By names in lower case.
    package let headers: [String: String]
}
