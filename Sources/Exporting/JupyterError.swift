/// A file that cannot be imported.
package struct JupyterError: Error, Equatable, Sendable {
    package enum Flaw: Equatable, Sendable {
        case noJSON
        /// The file is JSON, but not an object.
        case noObject
        case noVersion
        case otherVersion(Int)
        /// A name that every notebook has, with its JSON path.
        case missing(String)
        case otherType(String)
    }

    package var path: String
    package var flaw: Flaw
}
