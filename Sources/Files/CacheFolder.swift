import Foundation

/// The folder for files that can be downloaded or computed again.
package enum CacheFolder {
    /// The program's own cache: `PRACTICUM_CACHE`, else `practicum` in the user's cache folder. Nil without a home folder.
    package static var own: String? { variable("PRACTICUM_CACHE") ?? ofUser.map { "\($0)/practicum" } }

    /// The user's cache: `XDG_CACHE_HOME`, else `.cache` in the home folder. Nil without a home folder.
    package static var ofUser: String? {
        // The standard says that a relative path must be ignored.
        if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") { return folder }
        return variable("HOME").map { "\($0)/.cache" }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
