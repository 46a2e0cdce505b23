import Foundation
import Reporting
import Testing

/// WCAG contrast of the two schemes that the page carries.
@Suite struct ColorTests {
    private func schemes() throws -> [[String: String]] {
        let html = HTMLReport.render(notebook: SampleRun.notebook, run: SampleRun.finished)
        return html.matches(of: #/:root\{([^}]*)\}/#).map { match in
            Dictionary(
                uniqueKeysWithValues: match.output.1.matches(of: #/--([a-z0-9-]+):(#[0-9a-f]{6})/#).map {
                    (String($0.output.1), String($0.output.2))
                })
        }
    }

    private func luminance(_ color: String) throws -> Double {
        let value = try #require(Int(color.dropFirst(), radix: 16))
        let parts = [16, 8, 0].map { shift -> Double in
            let part = Double(value >> shift & 255) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    @Test func textHasContrastInBothSchemes() throws {
        let schemes = try schemes()
        #expect(schemes.count == 2)
        #expect(Set(schemes[0].keys) == Set(schemes[1].keys))
        var pairs = [
            ("ink", "paper"), ("ink", "panel"), ("quiet", "paper"), ("quiet", "panel"), ("accent", "paper"),
            ("accent", "panel"), ("good", "good-ground"), ("careful", "careful-ground"), ("bad", "bad-ground"),
            ("note", "note-ground"), ("accent", "note-ground"), ("accent", "bad-ground"), ("accent", "careful-ground"),
            ("bad", "paper"), ("careful", "paper"), ("command", "panel"), ("option", "panel"), ("string", "panel"),
            ("parameter", "panel"), ("ink", "highlight-ground"), ("quiet", "bad-ground"), ("quiet", "careful-ground"),
            ("quiet", "note-ground"),
        ]
        pairs += ["good", "careful", "bad", "note"].map { ("ink", $0 + "-ground") }
        pairs += (1...8).map { ("ink", "ground-\($0)") }
        for scheme in schemes {
            for (text, ground) in pairs {
                #expect(try contrast(text, ground, scheme) >= 4.5, "\(text) on \(ground)")
            }
            // What is not text, but carries meaning, needs 3.
            for number in 1...8 {
                #expect(try contrast("line-\(number)", "ground-\(number)", scheme) >= 3, "\(number)")
            }
            #expect(try contrast("edge", "paper", scheme) >= 3)
            #expect(try contrast("highlight-edge", "highlight-ground", scheme) >= 3)
        }
    }

    private func contrast(_ text: String, _ ground: String, _ scheme: [String: String]) throws -> Double {
        let first = try luminance(#require(scheme[text]))
        let second = try luminance(#require(scheme[ground]))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }
}
