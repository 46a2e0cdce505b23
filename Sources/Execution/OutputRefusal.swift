/// Says why nothing may be written to a place, and what to do instead.
package struct OutputRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    package var path: String
    package var reason: String
    package var remedy: String

    package init(path: String, reason: String, remedy: String = "Name another place with `--output`.") {
        self.path = path
        self.reason = reason
        self.remedy = remedy
    }

    package var description: String { "\(path) can't be written: \(reason). \(remedy)" }
}
