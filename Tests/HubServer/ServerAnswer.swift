import Foundation

struct ServerAnswer {
    var status = 200
    var headers: [(name: String, value: String)] = []
    var body = Data()
    /// Whether ranges of the body can be requested.
    var hasParts = false
}

/// Writes a response with its fault to a connection.
struct AnswerWriter {
    let server: LocalHub
    let descriptor: Int32
    let request: ServedRequest
    let fault: ServerFault?

    func write(_ answer: ServerAnswer) {
        var answer = part(of: answer)
        var length: Int? = answer.body.count
        switch fault {
        case .silent: return waitForEnd()
        case .status(let status, let headers):
            answer = ServerAnswer(status: status, headers: headers.map { ($0.key, $0.value) })
            length = 0
        case .redirect(let target):
            answer = ServerAnswer(status: 302, headers: [("Location", target)])
            length = 0
        case .hugeHeaders:
            for number in 0..<200 {
                answer.headers.append(("X-Filler-\(number)", String(repeating: "x", count: 8_000)))
            }
        case .body(let text):
            answer.body = Data(text.utf8)
            length = answer.body.count
        case .length(let bytes):
            answer.body = Data(
                (0..<bytes).map { $0 < answer.body.count ? answer.body[answer.body.startIndex + $0] : 0x20 })
            length = bytes
        case .corrupt:
            var bytes = Data(answer.body)
            if !bytes.isEmpty { bytes[bytes.startIndex + bytes.count / 2] ^= 1 }
            answer.body = bytes
        case .endless: length = nil
        default: break
        }
        guard send(head(answer, length: length)), request.method != "HEAD" else { return }
        switch fault {
        case .drop(let bytes): _ = send(answer.body.prefix(bytes))
        case .endless:
            let piece = Data(repeating: 0x20, count: 1 << 16)
            _ = send(answer.body)
            // A client that accepts all of it fails, but does not fill the disk.
            var pieces = 0
            while server.isRunning, pieces < 4_096, send(piece) { pieces += 1 }
        case .slow(let piece):
            var rest = answer.body
            while !rest.isEmpty, server.isRunning, send(rest.prefix(piece)) {
                rest = rest.dropFirst(piece)
                usleep(20_000)
            }
        default: _ = send(answer.body)
        }
    }

    /// The range requested with a header such as `Range: bytes=5-`.
    private func part(of answer: ServerAnswer) -> ServerAnswer {
        guard answer.status == 200, answer.hasParts, let range = request.headers["range"], range.hasPrefix("bytes="),
            var start = Int(range.dropFirst(6).prefix { $0 != "-" })
        else { return answer }
        switch fault {
        case .wholeInsteadOfPart, .body: return answer
        default: break
        }
        if case .wrongPart = fault { start -= 1 }
        var part = answer
        let total = answer.body.count
        guard start < total else {
            return ServerAnswer(status: 416, headers: [("Content-Range", "bytes */\(total)")])
        }
        part.status = 206
        part.body = answer.body.dropFirst(start)
        part.headers.append(("Content-Range", "bytes \(start)-\(total - 1)/\(total)"))
        return part
    }

    private func head(_ answer: ServerAnswer, length: Int?) -> Data {
        var text = "HTTP/1.1 \(answer.status) Answer\r\nConnection: close\r\n"
        for (name, value) in answer.headers { text += "\(name): \(value)\r\n" }
        if let length { text += "Content-Length: \(length)\r\n" }
        return Data("\(text)\r\n".utf8)
    }

    private func send(_ data: Data) -> Bool { data.withUnsafeBytes { ServerSocket.send($0, to: descriptor) } }

    private func waitForEnd() {
        while server.isRunning {
            if ServerSocket.isReadable(descriptor, within: 50) { return }
        }
    }
}
