import CCurl

/// Status and headers of a response.
struct HTTPResponse: Sendable {
    var status = 0
    /// The last value of each header, by its name in lower case.
    fileprivate(set) var headers: [String: String] = [:]
    /// Where the response redirects to, as an absolute address.
    fileprivate(set) var redirect: String?

    var isSuccess: Bool { (200..<300).contains(status) }

    subscript(name: String) -> String? { headers[name] }
}

/// Receives the body of a successful response.
protocol BodyReceiver: AnyObject {
    /// Called once, before the body.
    func begin(_ response: HTTPResponse) throws(HubError)
    func receive(_ bytes: UnsafeRawBufferPointer) throws(HubError)
}

/// Makes one request after another with libcurl, which reuses its connections. It follows no redirect and knows no token.
final class HTTPTransport {
    /// Whether libcurl could be loaded.
    static let isThere = ccurl_start() == 1

    private let handle: UnsafeMutableRawPointer
    private let limits: HubLimits
    private let isCancelled: () -> Bool

    /// - Parameter isCancelled: Called about once a second, and more often while bytes arrive.
    init(_ settings: HubSettings, isCancelled: @escaping () -> Bool) throws(HubError) {
        guard Self.isThere, let handle = ccurl_make() else { throw .noLibrary }
        self.handle = handle
        self.isCancelled = isCancelled
        limits = settings.limits
        ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_text(handle, CURLOPT_USERAGENT, "practicum")
        // The program handles signals itself, and there may be several threads.
        ccurl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        ccurl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_number(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        ccurl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, Int((limits.connectTime * 1_000).rounded(.up)))
        ccurl_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        ccurl_set_number(handle, CURLOPT_LOW_SPEED_TIME, limits.silence)
        if let file = settings.certificateFile { ccurl_set_text(handle, CURLOPT_CAINFO, file) }
        ccurl_set_number(handle, CURLOPT_NOPROGRESS, 0)
        ccurl_set_progress(handle) { exchange, _, _, _, _ in HTTPExchange.at(exchange).goesOn() ? 0 : 1 }
        ccurl_set_receiver(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, exchange in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return HTTPExchange.at(exchange).takeHeader(line) ? line.count : 0
        }
        ccurl_set_receiver(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, exchange in
            let body = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return HTTPExchange.at(exchange).takeBody(body) ? body.count : 0
        }
    }

    deinit { ccurl_free(handle) }

    /// Requests an address. The receiver gets the body only of a successful response. Of other
    /// responses, only status and headers are used.
    func get(_ url: HubURL, headers: [String], into receiver: any BodyReceiver) throws(HubError) -> HTTPResponse {
        let exchange = HTTPExchange(place: url.place, receiver: receiver, isCancelled: isCancelled)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { ccurl_free_list(list) }
        // A compressed file would have another length, and no range of it could be requested.
        for header in headers + ["Accept-Encoding: identity"] {
            guard let longer = ccurl_append(list, header) else {
                throw .unreachable(place: url.place, .other("no memory"))
            }
            list = longer
        }
        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let result = message.withUnsafeMutableBufferPointer { message in
            ccurl_set_text(handle, CURLOPT_URL, url.text)
            ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
            ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, message.baseAddress)
            return withExtendedLifetime(exchange) {
                let pointer = Unmanaged.passUnretained(exchange).toOpaque()
                for option in [CURLOPT_XFERINFODATA, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA] {
                    ccurl_set_pointer(handle, option, pointer)
                }
                let result = ccurl_perform(handle)
                ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil)
                ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, nil)
                return result
            }
        }
        if let failure = exchange.failure { throw failure }
        // An error status counts even if the response's body was interrupted.
        guard result == CURLE_OK || exchange.response.status >= 300 else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw error(result, place: url.place, message: text)
        }
        if exchange.response.isSuccess { try exchange.beginOnce() }
        exchange.response.redirect = ccurl_text(handle, CURLINFO_REDIRECT_URL).map { String(cString: $0) }
        return exchange.response
    }

    private func error(_ result: CURLcode, place: String, message: String) -> HubError {
        let meaning = String(cString: ccurl_meaning(result))
        let proxyStatus = ccurl_number(handle, CURLINFO_HTTP_CONNECTCODE)
        if proxyStatus >= 400 { return .unreachable(place: place, .proxy(status: proxyStatus)) }
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: return .unreachable(place: place, .name)
        case CURLE_COULDNT_RESOLVE_PROXY: return .unreachable(place: place, .proxyName)
        case CURLE_PROXY: return .unreachable(place: place, .proxy(status: 0))
        case CURLE_COULDNT_CONNECT: return .unreachable(place: place, .connection)
        case CURLE_OPERATION_TIMEDOUT:
            let hasConnected = ccurl_number(handle, CURLINFO_PRIMARY_PORT) != 0
            return .timedOut(
                place: place, seconds: hasConnected ? limits.silence : Int(limits.connectTime.rounded(.up)))
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .unreachable(place: place, .certificate(message.isEmpty ? meaning : message))
        // An interrupted handshake does not mean that the certificate is not trusted.
        case CURLE_SSL_CONNECT_ERROR, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
            CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return .brokenOff(place: place, reason: meaning)
        default: return .unreachable(place: place, .other(meaning))
        }
    }
}

/// What libcurl's callbacks collect about one request.
private final class HTTPExchange {
    var response = HTTPResponse()
    private(set) var failure: HubError?
    private let place: String
    private let receiver: any BodyReceiver
    private let isCancelled: () -> Bool
    private var hasBegun = false
    private var headerBytes = 0
    private var refusalBytes = 0

    init(place: String, receiver: any BodyReceiver, isCancelled: @escaping () -> Bool) {
        self.place = place
        self.receiver = receiver
        self.isCancelled = isCancelled
    }

    /// The exchange that the transport handed to libcurl, which outlives the call of `curl_easy_perform`.
    static func at(_ pointer: UnsafeMutableRawPointer?) -> HTTPExchange {
        guard let pointer else { preconditionFailure("libcurl gives back what it was given") }
        return Unmanaged<HTTPExchange>.fromOpaque(pointer).takeUnretainedValue()
    }

    func goesOn() -> Bool {
        if failure == nil, isCancelled() { failure = .cancelled }
        return failure == nil
    }

    func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= HubLimits.headerBytes else {
            failure = .answerTooLong(place: place, limit: HubLimits.headerBytes)
            return false
        }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // Another response begins: the last one was an interim response, such as status 100.
            response = HTTPResponse()
            response.status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...].drop { $0.isWhitespace }
            let end = value.lastIndex { !$0.isWhitespace }
            response.headers[text[..<colon].lowercased()] = end.map { String(value[...$0]) } ?? ""
        }
        return true
    }

    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard goesOn() else { return false }
        guard response.isSuccess else {
            refusalBytes += bytes.count
            return refusalBytes <= HubLimits.refusalBytes
        }
        do {
            try beginOnce()
            try receiver.receive(bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func beginOnce() throws(HubError) {
        if hasBegun { return }
        hasBegun = true
        try receiver.begin(response)
    }
}
