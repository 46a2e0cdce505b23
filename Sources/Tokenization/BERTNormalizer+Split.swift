/// Receives the words of a text, one by one, in order.
protocol WordSink {
    /// Takes the next word. Returns false to get no more.
    mutating func accept(_ word: borrowing WordBuffer) -> Bool
    /// Takes an added token at these scalars of the text. Returns false to get no more.
    mutating func accept(addedToken id: Int32, at offsets: Range<Int32>) -> Bool
    /// A measure of how much the sink has taken so far.
    var mark: Int { get }
    /// Removes everything that the sink has taken since `mark` had this value.
    mutating func rewind(to mark: Int)
}

extension BERTNormalizer {
    enum Outcome {
        /// The sink got all words.
        case finished(scalarCount: Int32)
        /// The sink wants no more.
        case stopped
        /// The text has combining marks that may have to be reordered. The words that the sink got are invalid.
        case needsReordering
    }

    /// Normalises and splits UTF-8 that starts at the scalar `origin` of its text.
    func split<Sink: WordSink>(
        _ text: UnsafeBufferPointer<UInt8>, origin: Int32, buffer: inout WordBuffer, into sink: inout Sink
    ) -> Outcome {
        guard let start = text.baseAddress else { return .finished(scalarCount: 0) }
        let end = text.count
        let ascii = self.ascii.base
        var position = 0
        var scalarIndex = origin
        buffer.clear()
        while position < end {
            let entry = ascii[Int(start[position])]
            switch entry >> 8 {
            case Action.keep:
                var next = position + 1
                while next < end, ascii[Int(start[next])] >> 8 == Action.keep { next += 1 }
                buffer.append(ascii: start + position, count: next - position, origin: scalarIndex, table: ascii)
                scalarIndex += Int32(next - position)
                position = next
                continue
            case Action.drop:
                break
            case Action.blank:
                if !flush(&buffer, into: &sink) { return .stopped }
            case Action.punctuation:
                if !flush(&buffer, into: &sink) { return .stopped }
                buffer.append(ascii: start + position, count: 1, origin: scalarIndex, table: ascii)
                if !flush(&buffer, into: &sink) { return .stopped }
            default:
                let (scalar, length) = Self.decode(start + position)
                let action = actions[scalar]
                if action == Action.reorder { return .needsReordering }
                if !apply(action, to: scalar, origin: scalarIndex, buffer: &buffer, into: &sink) { return .stopped }
                position += length
                scalarIndex += 1
                continue
            }
            position += 1
            scalarIndex += 1
        }
        if !flush(&buffer, into: &sink) { return .stopped }
        return .finished(scalarCount: scalarIndex - origin)
    }

    /// Gives the buffer's word to the sink, if it has one.
    @inline(__always)
    func flush<Sink: WordSink>(_ buffer: inout WordBuffer, into sink: inout Sink) -> Bool {
        if buffer.isEmpty { return true }
        let wantsMore = sink.accept(buffer)
        buffer.clear()
        return wantsMore
    }

    /// Appends one scalar of normalised text.
    func append<Sink: WordSink>(
        _ scalar: UInt32, _ kind: Kind?, origin: Int32, buffer: inout WordBuffer, into sink: inout Sink
    ) -> Bool {
        switch kind {
        case .blank:
            return flush(&buffer, into: &sink)
        case .punctuation:
            if !flush(&buffer, into: &sink) { return false }
            buffer.append(scalar, origin: origin)
            return flush(&buffer, into: &sink)
        default:
            buffer.append(scalar, origin: origin)
            return true
        }
    }

    private func apply<Sink: WordSink>(
        _ action: UInt16, to scalar: UInt32, origin: Int32, buffer: inout WordBuffer, into sink: inout Sink
    ) -> Bool {
        switch action {
        case Action.keep:
            buffer.append(scalar, origin: origin)
            return true
        case Action.drop:
            return true
        case Action.blank:
            return flush(&buffer, into: &sink)
        case Action.punctuation, Action.ideograph:
            if !flush(&buffer, into: &sink) { return false }
            buffer.append(scalar, origin: origin)
            return flush(&buffer, into: &sink)
        case Action.syllable:
            let (lead, vowel, tail) = Hangul.decompose(scalar)
            buffer.append(lead, origin: origin)
            buffer.append(vowel, origin: origin)
            if let tail { buffer.append(tail, origin: origin) }
            return true
        default:
            let place = Int(action - Action.expansion)
            for at in Int(expansionStarts[place])..<Int(expansionStarts[place + 1]) {
                let entry = expansions[at]
                let kind = Kind(rawValue: entry >> 21)
                if !append(entry & 0x1FFFFF, kind, origin: origin, buffer: &buffer, into: &sink) { return false }
            }
            return true
        }
    }

    /// The scalar at the start of two to four bytes of valid UTF-8, and its length.
    @inline(__always)
    static func decode(_ bytes: UnsafePointer<UInt8>) -> (scalar: UInt32, length: Int) {
        let first = UInt32(bytes[0])
        if first < 0x80 { return (first, 1) }
        let second = UInt32(bytes[1]) & 0x3F
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = UInt32(bytes[2]) & 0x3F
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        return ((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[3]) & 0x3F, 4)
    }
}
