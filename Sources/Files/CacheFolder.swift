import Foundation

/// Where files are kept that can be fetched or computed again.
package enum CacheFolder {
    /// The program's own: `PRACTICUM_CACHE`, else `practicum` in the user's cache folder; nil without a home.
    package static var own: String? { variable("PRACTICUM_CACHE") ?? ofUser.map { "\($0)/practicum" } }

    /// `XDG_CACHE_HOME`, else `.cache` in the home folder; nil without a home.
    package static var ofUser: String? {
        // The standard has a relative path ignored.
        if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") { return folder }
        return variable("HOME").map { "\($0)/.cache" }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
