import JSONReading

/// Reads the Hub's responses. Their values are checked here, because a commit and hashes become file names.
extension HubListing {
    /// What `/api/models/…/revision/…` says about a repository.
    struct Head {
        let commit: String
        let license: String?

        init(_ answer: HubAnswer) throws(HubError) {
            let json = try answer.json()
            guard let commit = json["sha"]?.string, HubFile.isCommit(commit) else {
                throw .badAnswer(place: answer.url.place, reason: "'sha' is not a commit id")
            }
            self.commit = commit
            license = Self.license(json)
        }

        private static func license(_ json: JSONValue) -> String? {
            switch json["cardData"]?["license"] {
            case .string(let name)?: return name
            case .array(let names)?: return names.compactMap(\.string).joined(separator: ", ")
            default: break
            }
            guard case .array(let tags)? = json["tags"] else { return nil }
            let prefix = "license:"
            return tags.lazy.compactMap(\.string).first { $0.hasPrefix(prefix) }.map {
                String($0.dropFirst(prefix.count))
            }
        }
    }

    /// The files on one page of `/api/models/…/tree/…`.
    static func files(_ answer: HubAnswer, in repository: HubRepository) throws(HubError) -> [HubFile] {
        guard case .array(let entries) = try answer.json() else {
            throw .badAnswer(place: answer.url.place, reason: "the list of files is not an array")
        }
        var files: [HubFile] = []
        for entry in entries where entry["type"]?.string == "file" {
            // A file in large-file storage also has the id of its pointer file.
            let large = entry["lfs"].flatMap { $0.isNull ? nil : $0 }
            guard let path = entry["path"]?.string, let size = (large ?? entry)["size"]?.integer, size >= 0,
                let digits = (large ?? entry)["oid"]?.string, HubFile.isHash(digits, digits: large == nil ? 40 : 64)
            else { throw .badAnswer(place: answer.url.place, reason: "a file in it has no path, size or hash") }
            let hash = large == nil ? HubFile.Hash.gitBlob(digits) : .sha256(digits)
            files.append(try HubFile(path: path, size: size, hash: hash, in: repository))
        }
        return files
    }
}

extension HubAnswer {
    func json() throws(HubError) -> JSONValue {
        do { return try JSONValue(bytes) } catch {
            throw .badAnswer(place: url.place, reason: "it is not JSON")
        }
    }

    /// The address of the next page: `Link: <https://…>; rel="next"`.
    func next() throws(HubError) -> HubURL? {
        for part in link?.split(separator: ",") ?? [] {
            guard part.contains("rel=\"next\""), let open = part.firstIndex(of: "<"),
                let close = part.firstIndex(of: ">"),
                open < close
            else { continue }
            guard let next = HubURL(String(part[part.index(after: open)..<close])) else {
                throw .badAnswer(place: url.place, reason: "the address of its next page is not valid")
            }
            return try next.redirected(from: url)
        }
        // An incomplete list would be taken for the whole list.
        guard link?.contains("rel=\"next\"") != true else {
            throw .badAnswer(place: url.place, reason: "the address of its next page can't be read")
        }
        return nil
    }
}
