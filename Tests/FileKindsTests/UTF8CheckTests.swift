import FileKinds
import Testing

@Suite("UTF-8")
struct UTF8CheckTests {
    @Test("valid as the standard library has it, and the first sequence that is not")
    func parity() {
        // What stands around a character decides whether eight bytes are looked at together.
        for prefix in [[], Array("seven b".utf8), Array("eight by".utf8), Array("é".utf8)] as [[UInt8]] {
            for first in UInt8(0x7E)...0xFF {
                for second in [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] as [UInt8] {
                    for tail in [[], [0x80], [0x80, 0xBF], [0x80, 0x80, 0x41], [0x41]] as [[UInt8]] {
                        let bytes = prefix + [first, second] + tail
                        let longest = (0...bytes.count).last { String(validating: bytes[..<$0], as: UTF8.self) != nil }
                        let index = bytes.withUnsafeBytes(UTF8Check.firstInvalidIndex)
                        #expect(index ?? bytes.count == longest, "\(bytes)")
                        #expect(bytes.withUnsafeBytes(UTF8Check.isValid) == (index == nil))
                    }
                }
            }
        }
    }
}
