import FileKinds

extension HubError: CustomStringConvertible {
    package var description: String {
        let tokenHint =
            "Make a token at https://huggingface.co/settings/tokens and set HF_TOKEN to it, or log in with `hf auth login`."
        let laterHint = "Try again: what has arrived is kept, and the rest is fetched."
        switch self {
        case .badID(let id, let reason):
            return
                "'\(id.shortened().printable)' is not a valid name on the Hub: \(reason). Write it as on its page, e.g. google-bert/bert-base-cased."
        case .badRevision(let revision, let id, let reason):
            return
                "\(id): '\(revision.shortened().printable)' is not a valid revision: \(reason). Name a branch, a tag or a commit, e.g. main."
        case .badSetting(let name, let reason):
            return "\(name): \(reason). Correct it, or unset it."
        case .noLibrary:
            return
                "Nothing can be fetched, since libcurl can't be loaded. Install it, e.g. with apt-get install libcurl4."
        case .offline(let wanted):
            return
                "\(wanted): HF_HUB_OFFLINE forbids asking the Hub. Unset it and try again, or use what is in the cache."
        case .unreachable(let place, let obstacle): return "\(place): \(obstacle.description)"
        case .timedOut(let place, let seconds):
            return "\(place): no data arrived for \(seconds) seconds. Check the network. \(laterHint)"
        case .brokenOff(let place, let reason):
            return
                "\(place): the connection was interrupted (\(reason)) more than once. Check the network. \(laterHint)"
        case .repositoryNotFound(let wanted, let hasToken):
            return hasToken
                ? "\(wanted): the Hub has no such repository, or the token has no access to it. Check the name, and that the token belongs to an account with access."
                : "\(wanted): the Hub has no such repository, or it is private. Check the name; a private repository needs a token. \(tokenHint)"
        case .invalidToken(let place):
            return
                "\(place): the token is not valid. \(tokenHint) To continue without one, unset HF_TOKEN and delete the token file."
        case .gated(let wanted, let page, let hasToken):
            return "\(wanted): it is gated, so its authors must grant access. Request access at \(page)"
                + (hasToken
                    ? "; the token must belong to the account that got access." : ", then set HF_TOKEN. \(tokenHint)")
        case .forbidden(let wanted, let hasToken):
            return "\(wanted): the Hub refuses access"
                + (hasToken ? " with this token. Check the token's permissions." : ". \(tokenHint)")
        case .revisionNotFound(let wanted, let revision):
            return
                "\(wanted): it has no revision '\(revision.shortened().printable)'. Choose one from the repository's page, or leave it out for main."
        case .fileNotFound(let wanted, let file):
            return "\(wanted): it has no file '\(file.shortened().printable)'. Choose one from the repository's page."
        case .tooManyRequests(let place, let seconds):
            let when = seconds.map { "in \($0) seconds" } ?? "in a few minutes"
            return
                "\(place): too many requests came from here. Try again \(when); with a token the Hub allows more. What has arrived is kept."
        case .serverFault(let place, let status):
            return
                "\(place): the server answered with an error (status \(status)) more than once. See https://status.huggingface.co. \(laterHint)"
        case .unexpectedStatus(let place, let status):
            return
                "\(place): the server answered with the unexpected status \(status). Check HF_ENDPOINT and the proxy, and try again."
        case .badAnswer(let place, let reason):
            return
                "\(place): this is not an answer of the Hub: \(reason). Check HF_ENDPOINT, and whether a proxy or a login page answers in its place."
        case .answerTooLong(let place, let limit):
            return
                "\(place): the answer has more than \(limit) bytes. Check HF_ENDPOINT; such a repository can't be listed."
        case .redirectLoop(let place, let count):
            return
                "\(place): the request was redirected \(count) times without an end. Check HF_ENDPOINT and the proxy."
        case .badRedirect(let place):
            return "\(place): the server redirects to an invalid address. Check HF_ENDPOINT and the proxy."
        case .insecureRedirect(let place, let target):
            return
                "\(place): the server redirects from https to \(target), where the content could be changed on its way. Check HF_ENDPOINT and the proxy."
        case .badFileName(let name, let repository, let reason):
            return
                "\(repository): it lists a file '\(name.shortened().printable)' that can't be stored: \(reason). Ask its authors to rename it, or choose another repository."
        case .wrongLength(let file, let expected, let actual):
            let found = actual.map { "\($0) bytes arrived" } ?? "too many bytes arrived"
            return "\(file): \(found), but \(expected) were announced. \(laterHint)"
        case .wrongHash(let file, let expected, let actual):
            return
                "\(file): the received content is not what the Hub announced (hash \(expected.shortened(to: 16)), received \(actual.shortened(to: 16))). It is discarded. Try again; if this happens again, a proxy may change the files."
        case .leadsOut(let path, let target):
            return
                "\(path): this symbolic link points outside the cache, to \(target). Remove the link, or set HF_HUB_CACHE to the folder that it points to."
        case .badReference(let path):
            return "\(path): it should contain a commit id, but does not. Delete the file and fetch again."
        case .diskFull(let folder, let needed, let free):
            let amounts =
                if let needed, let free { ": \(needed) bytes are needed, \(free) are free" } else { "" }
            return
                "\(folder): the disk is full\(amounts). Free some space, or set HF_HOME to a folder on another disk. What has arrived is kept."
        case .file(let error):
            return
                "\(error.path): the file can't be used: \(error.cause). Check its permissions, or set HF_HOME to another folder."
        case .cancelled: return "The download was stopped. \(laterHint)"
        }
    }
}

extension HubError.Obstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .name:
            "the server's name can't be resolved. Check the network connection, and HF_ENDPOINT where it is set."
        case .proxyName: "the proxy's name can't be resolved. Check http_proxy and https_proxy."
        case .proxy(let status):
            "the proxy refuses the connection (status \(status)). Check https_proxy and what the proxy allows."
        case .connection:
            "no connection can be made. Check the network, the firewall, and https_proxy where a proxy is needed."
        case .certificate(let reason):
            "the server's certificate can't be trusted (\(reason.printable)). Check the clock; in a network with its own certificate authority, set SSL_CERT_FILE to a file with its certificates."
        case .other(let reason): "it can't be reached (\(reason)). Check HF_ENDPOINT and the network."
        }
    }
}

extension String {
    /// The text with each control character as U+FFFD, so that a hostile name cannot control the terminal.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 })
        )
    }
}
