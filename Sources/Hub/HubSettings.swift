import Files
import Foundation

/// Where the Hub and its cache are, and which token to use: what `huggingface_hub` reads from the environment.
///
/// Follows `constants.py` and `utils/_auth.py` of huggingface_hub 2.4.
package struct HubSettings: Sendable {
    /// The Hub's address without a slash at its end.
    package var endpoint = "https://huggingface.co"
    /// The folder with `models--…` and `datasets--…`.
    package var cacheFolder: String
    package var token: HubToken?
    /// True if nothing may be fetched.
    package var isOffline = false
    /// A file with the certificates to trust instead of the system's, for a network with its own certificate authority.
    package var certificateFile: String?
    package var limits = HubLimits()

    package init(cacheFolder: String) { self.cacheFolder = cacheFolder }

    /// Reads `HF_ENDPOINT`, `HF_HOME`, `HF_HUB_CACHE` (or the older `HUGGINGFACE_HUB_CACHE`), `XDG_CACHE_HOME`, `HF_TOKEN`
    /// (or the older `HUGGING_FACE_HUB_TOKEN`), the token file at `HF_TOKEN_PATH`, `HF_HUB_DISABLE_IMPLICIT_TOKEN`, `HF_HUB_OFFLINE`
    /// (or `TRANSFORMERS_OFFLINE`), `HF_HUB_DOWNLOAD_TIMEOUT` and `SSL_CERT_FILE`. libcurl itself reads the variables for
    /// proxies. An empty variable counts as unset.
    ///
    /// - Throws: `HubError.badSetting` for an invalid endpoint, time or token, and if there is no home folder for the cache.
    package static func fromEnvironment(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(HubError) -> HubSettings {
        let variables = EnvironmentPaths(environment: environment)
        let cache = cacheFolder(variables)
        guard let cache else {
            throw .badSetting(
                name: "HF_HOME", reason: "it isn't set, and neither is HOME, so there is no folder for the cache")
        }
        var settings = HubSettings(cacheFolder: cache)
        if let endpoint = variables.value("HF_ENDPOINT") {
            settings.endpoint = String(endpoint.reversed().drop { $0 == "/" }.reversed())
        }
        _ = try settings.endpointURL
        settings.isOffline = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"].contains { variables.isTrue($0) }
        settings.certificateFile = variables.path("SSL_CERT_FILE")
        if let seconds = variables.value("HF_HUB_DOWNLOAD_TIMEOUT") {
            guard let seconds = Int(seconds), (1...86_400).contains(seconds) else {
                throw .badSetting(
                    name: "HF_HUB_DOWNLOAD_TIMEOUT", reason: "it is no whole number of seconds from 1 to 86400")
            }
            settings.limits.silence = seconds
        }
        if !variables.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") {
            settings.token = try token(
                variables, file: variables.path("HF_TOKEN_PATH") ?? home(variables).map { "\($0)/token" })
        }
        return settings
    }

    /// The cache folder according to these variables; nil if there is no home folder.
    package static func cacheFolder(in environment: [String: String]) -> String? {
        cacheFolder(EnvironmentPaths(environment: environment))
    }

    private static func cacheFolder(_ variables: EnvironmentPaths) -> String? {
        variables.path("HF_HUB_CACHE") ?? variables.path("HUGGINGFACE_HUB_CACHE") ?? home(variables).map { "\($0)/hub" }
    }

    /// The folder that holds all of the Hub's files by default.
    private static func home(_ variables: EnvironmentPaths) -> String? {
        let caches = variables.path("XDG_CACHE_HOME") ?? variables.home.map { "\($0)/.cache" }
        return variables.path("HF_HOME") ?? caches.map { "\($0)/huggingface" }
    }

    private static func token(_ variables: EnvironmentPaths, file: String?) throws(HubError) -> HubToken? {
        for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
            guard let value = variables.value(name) else { continue }
            if let token = try HubToken(value, from: name) { return token }
            break
        }
        guard let file, FileKind.isRegular(file) else { return nil }
        // This is not read as an input file, because those are reported to the run: the token is not one of its inputs.
        let bytes = try HubError.mapped { () throws(FileError) in
            try InputFile(file, limit: 1 << 16).prefix(1 << 16)
        }
        return try HubToken(String(decoding: bytes, as: UTF8.self), from: file)
    }

    /// The endpoint's parts.
    var endpointURL: HubURL {
        get throws(HubError) {
            guard HTTPTransport.isThere else { throw .noLibrary }
            guard let url = HubURL(endpoint), !endpoint.contains("?"), !endpoint.contains("#") else {
                throw .badSetting(
                    name: "HF_ENDPOINT",
                    reason: "it must be an address that begins with https:// or http:// and names no user")
            }
            return url
        }
    }
}

/// Values and paths from an environment, read as Python reads them.
private struct EnvironmentPaths {
    let environment: [String: String]

    var home: String? { value("HOME") }

    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    func isTrue(_ name: String) -> Bool {
        ["1", "ON", "YES", "TRUE"].contains(environment[name]?.uppercased() ?? "")
    }

    /// A path with `~` and variables replaced, as by `expanduser` and `expandvars`.
    func path(_ name: String) -> String? {
        guard var path = value(name) else { return nil }
        if let home, path == "~" || path.hasPrefix("~/") { path = home + path.dropFirst() }
        var expanded = ""
        var rest = path[...]
        while let dollar = rest.firstIndex(of: "$") {
            expanded += rest[..<dollar]
            let after = rest[rest.index(after: dollar)...]
            let isBraced = after.first == "{"
            let variable = after.dropFirst(isBraced ? 1 : 0)
                .prefix { isBraced ? $0 != "}" : $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            let isClosed = !isBraced || variable.endIndex < after.endIndex
            guard isClosed, let value = environment[String(variable)] else {
                expanded += "$"
                rest = after
                continue
            }
            expanded += value
            rest = after[variable.endIndex...].dropFirst(isBraced ? 1 : 0)
        }
        return expanded + rest
    }
}
