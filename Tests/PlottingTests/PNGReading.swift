/// A minimal PNG reader to check the encoder's output, independent of libpng and zlib: chunks with their checksums, and the pixels of
/// an 8-bit RGB picture without filters.
struct PNGReading {
    enum Failure: Error {
        case signature, truncated
        case checksum(String)
        case deflate
        case filter(UInt8)
        case palette(Int)
    }

    private(set) var chunks: [(name: String, body: [UInt8])] = []

    init(_ bytes: [UInt8]) throws {
        guard bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] else { throw Failure.signature }
        var next = 8
        while next < bytes.count {
            guard next + 12 <= bytes.count else { throw Failure.truncated }
            let length = Self.number(bytes[next..<next + 4])
            guard next + 12 + length <= bytes.count else { throw Failure.truncated }
            let name = String(decoding: bytes[next + 4..<next + 8], as: UTF8.self)
            let end = next + 8 + length
            guard Self.crc(bytes[next + 4..<end]) == Self.number(bytes[end..<end + 4]) else {
                throw Failure.checksum(name)
            }
            chunks.append((name, Array(bytes[next + 8..<end])))
            next = end + 4
        }
    }

    func body(_ name: String) -> [UInt8]? { chunks.first { $0.name == name }?.body }

    static func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// The rows' red, green, blue and alpha values from the palette.
    func pixels(width: Int) throws -> [UInt8] {
        let stream = chunks.filter { $0.name == "IDAT" }.flatMap(\.body)
        var inflater = Inflater(Array(stream.dropFirst(2)))
        let raw = try inflater.inflate()
        let (palette, alphas) = (body("PLTE") ?? [], body("tRNS") ?? [])
        var result: [UInt8] = []
        result.reserveCapacity(raw.count * 4)
        for (place, byte) in raw.enumerated() {
            if place.isMultiple(of: width + 1) {
                guard byte == 0 else { throw Failure.filter(byte) }
                continue
            }
            let color = Int(byte)
            guard color * 3 + 3 <= palette.count else { throw Failure.palette(color) }
            result += palette[color * 3..<color * 3 + 3]
            result.append(color < alphas.count ? alphas[color] : 255)
        }
        return result
    }

    private static func crc(_ bytes: ArraySlice<UInt8>) -> Int {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
        }
        return Int(crc ^ 0xFFFF_FFFF)
    }
}

/// Decompression by RFC 1951, bit by bit.
struct Inflater {
    private let input: [UInt8]
    private var bit = 0

    init(_ input: [UInt8]) { self.input = input }

    mutating func inflate() throws -> [UInt8] {
        var output: [UInt8] = []
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            switch try bits(2) {
            case 0:
                bit = (bit + 7) / 8 * 8
                let count = try bits(16)
                _ = try bits(16)
                for _ in 0..<count { output.append(UInt8(try bits(8))) }
            case 1:
                let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
                try block(Code(lengths), Code(Array(repeating: 5, count: 30)), into: &output)
            case 2:
                let (literals, distances, codes) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
                var lengths = [Int](repeating: 0, count: 19)
                let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
                for place in order.prefix(codes) { lengths[place] = try bits(3) }
                let code = Code(lengths)
                var all: [Int] = []
                while all.count < literals + distances {
                    switch try symbol(code) {
                    case 16:
                        guard let last = all.last else { throw PNGReading.Failure.deflate }
                        all += Array(repeating: last, count: 3 + (try bits(2)))
                    case 17: all += Array(repeating: 0, count: 3 + (try bits(3)))
                    case 18: all += Array(repeating: 0, count: 11 + (try bits(7)))
                    case let length: all.append(length)
                    }
                }
                try block(Code(Array(all[..<literals])), Code(Array(all[literals...])), into: &output)
            default: throw PNGReading.Failure.deflate
            }
        }
        return output
    }

    private mutating func block(_ literals: Code, _ distances: Code, into output: inout [UInt8]) throws {
        while true {
            let symbol = try symbol(literals)
            if symbol < 256 {
                output.append(UInt8(symbol))
            } else if symbol == 256 {
                return
            } else {
                let place = symbol - 257
                let extra = place < 8 || place == 28 ? 0 : (place - 4) / 4
                let base = place < 8 ? place + 3 : place == 28 ? 258 : ((4 + place % 4) << extra) + 3
                let length = base + (try bits(extra))
                let code = try self.symbol(distances)
                let more = code < 4 ? 0 : (code - 2) / 2
                let distance = (code < 4 ? code + 1 : ((2 + code % 2) << more) + 1) + (try bits(more))
                guard distance <= output.count else { throw PNGReading.Failure.deflate }
                for _ in 0..<length { output.append(output[output.count - distance]) }
            }
        }
    }

    private mutating func bits(_ count: Int) throws -> Int {
        var value = 0
        for place in 0..<count {
            guard bit / 8 < input.count else { throw PNGReading.Failure.truncated }
            value |= Int(input[bit / 8] >> (bit % 8) & 1) << place
            bit += 1
        }
        return value
    }

    private mutating func symbol(_ code: Code) throws -> Int {
        var (value, first, index) = (0, 0, 0)
        for length in 1..<16 {
            value |= try bits(1)
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw PNGReading.Failure.deflate
    }

    /// A canonical Huffman code.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init(_ lengths: [Int]) {
            for length in lengths where length > 0 { counts[length] += 1 }
            for length in 1..<16 { symbols += lengths.indices.filter { lengths[$0] == length } }
        }
    }
}
