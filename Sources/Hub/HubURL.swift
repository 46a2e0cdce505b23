import CCurl

/// An absolute `http` or `https` address. libcurl parses it, so that what is compared here is what libcurl will connect to.
package struct HubURL: Sendable, Equatable {
    package let text: String
    /// `http` or `https`.
    package let scheme: String
    /// Lower-case scheme, host and port: `https://huggingface.co:443`.
    package let origin: String
    /// The address for messages: without the query, which may hold a signature.
    package let place: String

    /// Nil for another scheme, for an address with a user or password, and for a text that is not an address.
    package init?(_ text: String) {
        guard HTTPTransport.isThere, let parser = ccurl_url() else { return nil }
        defer { ccurl_free_url(parser) }
        guard ccurl_set_url(parser, text, UInt32(CURLU_DISALLOW_USER | CURLU_URLENCODE)) == CURLUE_OK,
            let whole = Self.part(CURLUPART_URL, of: parser),
            let scheme = Self.part(CURLUPART_SCHEME, of: parser)?.lowercased(), ["http", "https"].contains(scheme),
            let host = Self.part(CURLUPART_HOST, of: parser)?.lowercased(), !host.isEmpty,
            let port = Self.part(CURLUPART_PORT, of: parser, flags: UInt32(CURLU_DEFAULT_PORT))
        else { return nil }
        self.text = whole
        self.scheme = scheme
        origin = "\(scheme)://\(host):\(port)"
        let isUsualPort = port == (scheme == "http" ? "80" : "443")
        let path = Self.part(CURLUPART_PATH, of: parser) ?? "/"
        place = "\(scheme)://\(host)\(isUsualPort ? "" : ":\(port)")\(path == "/" ? "" : path)"
    }

    /// This address as the target of a redirect. An `https` address never redirects to an `http` one.
    ///
    /// - Throws: `HubError.insecureRedirect` for a redirect from `https` to `http`.
    package func redirected(from url: HubURL) throws(HubError) -> HubURL {
        if url.scheme == "https", scheme != "https" { throw .insecureRedirect(place: url.place, target: place) }
        return self
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer, flags: UInt32 = 0) -> String? {
        guard let text = ccurl_url_part(parser, part, flags) else { return nil }
        defer { ccurl_free_text(text) }
        return String(cString: text)
    }
}

extension String {
    /// The text percent-encoded as a path of an address; slashes stay if they separate parts.
    func percentEncoded(keepsSlashes: Bool = false) -> String {
        var encoded: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                encoded.append(byte)
            case UInt8(ascii: "/") where keepsSlashes: encoded.append(byte)
            default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
