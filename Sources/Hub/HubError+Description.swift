import FileKinds

extension HubError: CustomStringConvertible {
    package var description: String {
        let tokenHint =
            "Make a token at https://huggingface.co/settings/tokens and set HF_TOKEN to it, or log in with `hf auth login`."
        let laterHint = "Try again: what has arrived is kept, and the rest is fetched."
        switch self {
        case .badID(let id, let reason):
            return
                "'\(id.shortened().printable)' is no name on the Hub: \(reason). Write it as on its page, e.g. google-bert/bert-base-cased."
        case .badRevision(let revision, let id, let reason):
            return
                "\(id): '\(revision.shortened().printable)' is no revision: \(reason). Name a branch, a tag or a commit, e.g. main."
        case .badSetting(let name, let reason):
            return "\(name): \(reason). Set it right, or unset it."
        case .noLibrary:
            return
                "Nothing can be fetched, since libcurl can't be loaded. Install it, e.g. with apt-get install libcurl4."
        case .offline(let wanted):
            return
                "\(wanted): HF_HUB_OFFLINE forbids asking the Hub. Unset it and try again, or use what is in the cache."
        case .unreachable(let place, let obstacle): return "\(place): \(obstacle.description)"
        case .timedOut(let place, let seconds):
            return "\(place): nothing came for \(seconds) seconds. Check the network. \(laterHint)"
        case .brokenOff(let place, let reason):
            return "\(place): the connection broke off (\(reason)), more than once. Check the network. \(laterHint)"
        case .repositoryNotFound(let wanted, let hasToken):
            return hasToken
                ? "\(wanted): the Hub knows no such repository, or the token may not see it. Check the name, and that the token belongs to an account with access."
                : "\(wanted): the Hub knows no such repository, or it is private. Check the name; for a private one a token is needed. \(tokenHint)"
        case .invalidToken(let place):
            return
                "\(place): the token is not valid. \(tokenHint) To go on without one, unset HF_TOKEN and delete the token file."
        case .gated(let wanted, let page, let hasToken):
            return "\(wanted): its authors ask who uses it. Ask for access at \(page)"
                + (hasToken
                    ? "; the token has to belong to the account that got it." : ", then set HF_TOKEN. \(tokenHint)")
        case .forbidden(let wanted, let hasToken):
            return "\(wanted): the Hub refuses it"
                + (hasToken ? " to this token. Check what the token is allowed to do." : ". \(tokenHint)")
        case .revisionNotFound(let wanted, let revision):
            return
                "\(wanted): it has no revision '\(revision.shortened().printable)'. Choose one from the repository's page, or leave it out for main."
        case .fileNotFound(let wanted, let file):
            return "\(wanted): it has no file '\(file.shortened().printable)'. Choose one from the repository's page."
        case .tooManyRequests(let place, let seconds):
            let when = seconds.map { "in \($0) seconds" } ?? "in some minutes"
            return
                "\(place): too many requests came from here. Try again \(when); with a token the Hub allows more. What has arrived is kept."
        case .serverFault(let place, let status):
            return
                "\(place): the server has a fault (status \(status)), more than once. See https://status.huggingface.co. \(laterHint)"
        case .unexpectedStatus(let place, let status):
            return "\(place): the answer was status \(status). Check HF_ENDPOINT and the proxy, and try again."
        case .badAnswer(let place, let reason):
            return
                "\(place): this is not what the Hub answers: \(reason). Check HF_ENDPOINT, and whether a proxy or a login page stands between."
        case .answerTooLong(let place, let limit):
            return
                "\(place): the answer has more than \(limit) bytes. Check HF_ENDPOINT; such a repository can't be listed."
        case .redirectLoop(let place, let count):
            return "\(place): the answer was passed on \(count) times without an end. Check HF_ENDPOINT and the proxy."
        case .badRedirect(let place):
            return "\(place): the answer passes on to an address that is none. Check HF_ENDPOINT and the proxy."
        case .insecureRedirect(let place, let target):
            return
                "\(place): the answer passes on from https to \(target), where anybody could change what comes. Check HF_ENDPOINT and the proxy."
        case .badFileName(let name, let repository, let reason):
            return
                "\(repository): it lists a file '\(name.shortened().printable)' that can't be kept: \(reason). Ask its authors to rename it, or choose another repository."
        case .wrongLength(let file, let expected, let actual):
            let found = actual.map { "\($0) bytes came" } ?? "more came"
            return "\(file): \(found) where \(expected) were announced. \(laterHint)"
        case .wrongHash(let file, let expected, let actual):
            return
                "\(file): what came is not what the Hub announced (\(expected.shortened(to: 16)), but \(actual.shortened(to: 16)) came). It is thrown away. Try again; if it stays, a proxy changes the files."
        case .leadsOut(let path, let target):
            return
                "\(path): a symbolic link leads out of the cache, to \(target). Remove the link, or set HF_HUB_CACHE to where it leads."
        case .badReference(let path):
            return "\(path): it should hold a commit, and doesn't. Delete the file and fetch again."
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
        case .name: "no address is known for this name. Check the network connection, and HF_ENDPOINT where it is set."
        case .proxyName: "no address is known for the proxy's name. Check http_proxy and https_proxy."
        case .proxy(let status):
            "the proxy refuses the way (status \(status)). Check https_proxy and what the proxy allows."
        case .connection:
            "no connection can be made. Check the network, the firewall, and https_proxy where a proxy is needed."
        case .certificate(let reason):
            "the server's certificate can't be trusted (\(reason.printable)). Check the clock; in a network with an authority of its own, set SSL_CERT_FILE to its certificates."
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
