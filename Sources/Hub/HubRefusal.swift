import CCurl
import Foundation

/// What a request asks for, so that an error can name it.
struct HubSubject {
    let repository: HubRepository
    /// The file's path in the repository.
    var file: String?

    private var wanted: String { file.map { "\(repository.name), \($0)" } ?? repository.name }

    /// The error for a response that is neither a success nor a redirect.
    ///
    /// The Hub's `X-Error-Code` is more precise than its status: see `hf_raise_for_status` in huggingface_hub's `_http.py`.
    ///
    /// - Parameter isHub: False for a server that the Hub redirected to. Its statuses say nothing about the repository.
    func refusal(_ response: HTTPResponse, place: String, isHub: Bool, settings: HubSettings) -> HubError {
        let hasToken = settings.token != nil
        switch response.status {
        case 429: return .tooManyRequests(place: place, seconds: Self.waitingTime(response))
        case 408, 500, 502, 503, 504: return .serverFault(place: place, status: response.status)
        case _ where !isHub: return .unexpectedStatus(place: place, status: response.status)
        default: break
        }
        switch response["x-error-code"] {
        case "GatedRepo":
            let page = "\(settings.endpoint)/\(repository.addressPath)"
            return .gated(wanted: wanted, page: page, hasToken: hasToken)
        case "RevisionNotFound": return .revisionNotFound(wanted: repository.name, revision: repository.revision)
        case "EntryNotFound": return .fileNotFound(wanted: repository.name, file: file ?? "")
        case "RepoNotFound": return .repositoryNotFound(wanted: repository.name, hasToken: hasToken)
        default: break
        }
        switch response.status {
        case 401 where response["x-error-message"] == "Invalid credentials in Authorization header":
            return .invalidToken(place: settings.endpoint)
        case 401: return .repositoryNotFound(wanted: repository.name, hasToken: hasToken)
        case 403: return .forbidden(wanted: wanted, hasToken: hasToken)
        case 404:
            return file.map { .fileNotFound(wanted: repository.name, file: $0) }
                ?? .repositoryNotFound(wanted: repository.name, hasToken: hasToken)
        default: return .unexpectedStatus(place: place, status: response.status)
        }
    }

    /// The seconds to wait before the next request: `Retry-After` as a number or a date, or `t` in the Hub's `RateLimit: "api";r=0;t=55`.
    static func waitingTime(_ response: HTTPResponse) -> Int? {
        let limit = response["ratelimit"]?.split(separator: ";")
            .map { $0.drop { $0 == " " } }.first { $0.hasPrefix("t=") }?.dropFirst(2)
        if let seconds = limit.flatMap({ Int($0) }), seconds >= 0 { return seconds }
        guard let text = response["retry-after"] else { return nil }
        if let seconds = Int(text) { return max(seconds, 0) }
        let date = ccurl_date(text)
        return date < 0 ? nil : max(Int(date) - Int(Date().timeIntervalSince1970), 0)
    }
}
