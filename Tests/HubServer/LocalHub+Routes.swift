import Foundation

extension LocalHub {
    /// The Hub's own responses: `/api/models/ID/revision/REVISION`, `/api/models/ID/tree/REVISION`, `/ID/resolve/REVISION/PATH`, and the
    /// same for data sets.
    func hubAnswer(_ request: ServedRequest, _ fault: ServerFault?) -> ServerAnswer {
        let sides = request.target.split(separator: "?", maxSplits: 1).map(String.init)
        let path = sides[0]
        let token = request.headers["authorization"].map { $0.replacingOccurrences(of: "Bearer ", with: "") }
        if let token, !tokens.contains(token) {
            return refusal(401, nil, "Invalid credentials in Authorization header")
        }
        var missingRevision: String?
        for repository in repositories {
            let address = repository.collection == "models" ? repository.id : "datasets/\(repository.id)"
            let api = "/api/\(repository.collection)/\(repository.id)/"
            let cached = "/api/resolve-cache/\(repository.collection)/\(repository.id)/"
            let (prefix, isAPI) =
                path.hasPrefix(api)
                ? (api, true) : path.hasPrefix(cached) ? (cached, false) : ("/\(address)/resolve/", false)
            guard path.hasPrefix(prefix) else { continue }
            if token == nil, repository.isPrivate { break }
            let rest = path.dropFirst(prefix.count).split(separator: "/", maxSplits: 1).map {
                String($0).removingPercentEncoding ?? ""
            }
            guard rest.count == 2 else { break }
            // The page of a gated repository is public; its files are not.
            if !isAPI, token == nil, repository.isGated { return refusal(401, "GatedRepo", "Access is restricted.") }
            let revision = isAPI ? rest[1] : rest[0]
            guard revision == repository.commit || repository.revisions.contains(revision) else {
                // Revisions with different files are served as separate repositories of the same name.
                missingRevision = revision
                continue
            }
            if isAPI {
                return rest[0] == "tree" ? tree(repository, query: sides.count > 1 ? sides[1] : "") : head(repository)
            }
            guard let file = repository.files[rest[1]] else {
                return refusal(404, "EntryNotFound", "Entry not found", [("X-Repo-Commit", repository.commit)])
            }
            return resolved(file, rest[1], of: repository, isLast: prefix == cached, fault)
        }
        if let missingRevision { return refusal(404, "RevisionNotFound", "Invalid rev id: \(missingRevision)") }
        return refusal(token == nil ? 401 : 404, "RepoNotFound", "Repository not found")
    }

    /// The responses of the storage for large files, which knows neither repositories nor tokens.
    func storageAnswer(_ request: ServedRequest, _ fault: ServerFault?) -> ServerAnswer {
        let parts = request.target.split(separator: "/")
        let file = repositories.lazy.flatMap { $0.files.values }.first { $0.sha256 == parts.first.map(String.init) }
        guard let file, request.target.contains("signature=") else { return ServerAnswer(status: 403) }
        return ServerAnswer(headers: [("ETag", "\"storage-\(file.gitID)\"")], body: file.content, hasParts: true)
    }

    private func refusal(
        _ status: Int, _ code: String?, _ message: String, _ headers: [(name: String, value: String)] = []
    ) -> ServerAnswer {
        let all = headers + [("X-Error-Message", message)] + (code.map { [("X-Error-Code", $0)] } ?? [])
        return ServerAnswer(status: status, headers: all, body: Data(#"{"error":"\#(message)"}"#.utf8))
    }

    private func json(_ value: Any, headers: [(name: String, value: String)] = []) -> ServerAnswer {
        let body = (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])) ?? Data()
        return ServerAnswer(headers: headers + [("Content-Type", "application/json")], body: body)
    }

    private func head(_ repository: ServedRepository) -> ServerAnswer {
        var value: [String: Any] = [
            "id": repository.id, "sha": repository.commit, "private": repository.isPrivate, "tags": [String](),
            "siblings": repository.files.keys.sorted().map { ["rfilename": $0] },
        ]
        if repository.isGated { value["gated"] = "auto" } else { value["gated"] = false }
        if let license = repository.license { value["cardData"] = ["license": license] }
        return json(value)
    }

    private func tree(_ repository: ServedRepository, query: String) -> ServerAnswer {
        let paths = repository.files.keys.sorted()
        let cursor = query.split(separator: "&").first { $0.hasPrefix("cursor=") }.flatMap { Int($0.dropFirst(7)) } ?? 0
        let page = paths.dropFirst(cursor).prefix(pageSize)
        var entries: [[String: Any]] = []
        if cursor == 0 {
            let folders = Set(paths.filter { $0.contains("/") }.map { String($0.prefix { $0 != "/" }) })
            entries = folders.sorted().map {
                ["type": "directory", "oid": repository.commit, "size": 0, "path": $0]
            }
        }
        for path in page {
            guard let file = repository.files[path] else { continue }
            var entry: [String: Any] = ["type": "file", "path": path, "size": file.content.count, "oid": file.gitID]
            if let sha256 = file.sha256 {
                entry["lfs"] = ["oid": sha256, "size": file.content.count, "pointerSize": 134]
            }
            entries.append(entry)
        }
        let next = cursor + pageSize
        let address = "\(endpoint)/api/\(repository.collection)/\(repository.id)/tree/\(repository.commit)"
        let link = next < paths.count ? [("Link", "<\(address)?recursive=true&cursor=\(next)>; rel=\"next\"")] : []
        return json(entries, headers: link.map { (name: $0.0, value: $0.1) })
    }

    /// Redirects to the storage, or, for a small file, to an address on this host and from there to the content.
    private func resolved(
        _ file: ServedRepository.File, _ path: String, of repository: ServedRepository, isLast: Bool,
        _ fault: ServerFault?
    ) -> ServerAnswer {
        var headers: [(name: String, value: String)] = [("X-Repo-Commit", repository.commit)]
        let encoded = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        guard let sha256 = file.sha256 else {
            headers.append(("ETag", "\"\(file.gitID)\""))
            if isLast { return ServerAnswer(headers: headers, body: file.content, hasParts: true) }
            headers.append(
                (
                    "Location",
                    "/api/resolve-cache/\(repository.collection)/\(repository.id)/\(repository.commit)/\(encoded)"
                ))
            return ServerAnswer(status: 307, headers: headers)
        }
        var size = file.content.count
        if case .linkedSize(let wrong) = fault { size = wrong }
        headers += [
            ("X-Linked-Etag", "\"\(sha256)\""), ("X-Linked-Size", "\(size)"),
            ("Location", "\(storage)/\(sha256)/\(encoded)?signature=secret-signature"),
        ]
        return ServerAnswer(status: 302, headers: headers)
    }
}
