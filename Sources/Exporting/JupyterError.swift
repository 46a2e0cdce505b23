/// A file that can't be imported.
package struct JupyterError: Error, Equatable, Sendable {
    package enum Flaw: Equatable, Sendable {
        case noJSON
        /// JSON, but a list, a text or a number.
        case noObject
        case noVersion
        case otherVersion(Int)
        /// A name that every notebook has, with the way to it.
        case missing(String)
        case otherType(String)
    }

    package var path: String
    package var flaw: Flaw
}
