/// Makes requests to the Hub: it sends the token only where it belongs, follows redirects, and throws a typed error for each refusal.
final class HubConnection {
    let settings: HubSettings
    let isCancelled: () -> Bool
    private let endpoint: HubURL
    private let transport: HTTPTransport

    init(_ settings: HubSettings, isCancelled: @escaping () -> Bool) throws(HubError) {
        self.settings = settings
        self.isCancelled = isCancelled
        endpoint = try settings.endpointURL
        transport = try HTTPTransport(settings, isCancelled: isCancelled)
    }

    /// The address of a path below the endpoint. The path is already percent-encoded.
    func url(_ path: String) throws(HubError) -> HubURL {
        guard let url = HubURL("\(settings.endpoint)/\(path)") else {
            throw .badSetting(name: "HF_ENDPOINT", reason: "it does not give a valid address")
        }
        return url
    }

    /// Makes one request and follows redirects.
    ///
    /// - Parameters:
    ///   - subject: What is requested, for errors.
    ///   - check: Called with each response of the Hub itself, redirects included, before anything else is done with it. Only these
    ///     responses have the headers about the file; the server that the Hub redirects to does not know them.
    /// - Returns: The last response, a success.
    @discardableResult
    func get(
        _ url: HubURL, for subject: HubSubject, headers: [String] = [], into receiver: any BodyReceiver,
        check: (HTTPResponse) throws(HubError) -> Void = { _ in }
    ) throws(HubError) -> HTTPResponse {
        var target = url
        for _ in 0...HubLimits.redirects {
            let isHub = target.origin == endpoint.origin
            var sent = headers
            if isHub, let token = settings.token { sent.append("Authorization: Bearer \(token.secret)") }
            let response = try transport.get(target, headers: sent, into: receiver)
            if isHub, response.status < 400 { try check(response) }
            guard (301...303).contains(response.status) || (307...308).contains(response.status) else {
                if response.isSuccess { return response }
                throw subject.refusal(response, place: target.place, isHub: isHub, settings: settings)
            }
            guard let next = response.redirect.flatMap({ HubURL($0) }) else { throw .badRedirect(place: target.place) }
            target = try next.redirected(from: target)
        }
        throw .redirectLoop(place: url.place, count: HubLimits.redirects)
    }

    /// Requests JSON. It retries if necessary.
    func answer(_ url: HubURL, for subject: HubSubject) throws(HubError) -> HubAnswer {
        var retries = Retries(settings.limits)
        while true {
            let body = AnswerBody(place: url.place)
            do {
                let response = try get(url, for: subject, into: body)
                return HubAnswer(url: url, bytes: body.bytes, link: response["link"])
            } catch {
                try retries.wait(after: error, madeProgress: false, isCancelled: isCancelled)
            }
        }
    }
}

/// A JSON text from the Hub.
struct HubAnswer {
    let url: HubURL
    let bytes: [UInt8]
    /// The header that names the next page.
    let link: String?
}

/// Collects a response up to a limit.
private final class AnswerBody: BodyReceiver {
    private(set) var bytes: [UInt8] = []
    private let place: String

    init(place: String) { self.place = place }

    func begin(_ response: HTTPResponse) {}

    func receive(_ piece: UnsafeRawBufferPointer) throws(HubError) {
        guard bytes.count + piece.count <= HubLimits.answerBytes else {
            throw .answerTooLong(place: place, limit: HubLimits.answerBytes)
        }
        bytes += piece
    }
}
