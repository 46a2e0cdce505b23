import Foundation
import Plotting
import Testing

@Suite struct ColorTests {
    private static func linear(_ shade: PlotShade) -> SIMD3<Double> {
        func linear(_ channel: UInt8) -> Double {
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return SIMD3(linear(shade.red), linear(shade.green), linear(shade.blue))
    }

    private static func luminance(_ color: SIMD3<Double>) -> Double { (color * SIMD3(0.2126, 0.7152, 0.0722)).sum() }

    /// The contrast ratio of WCAG 2.2.
    private static func contrast(_ a: PlotShade, _ b: PlotShade) -> Double {
        let (a, b) = (luminance(linear(a)) + 0.05, luminance(linear(b)) + 0.05)
        return max(a, b) / min(a, b)
    }

    @Test(arguments: PlotGround.allCases)
    func dataIsSeenOnItsPage(ground: PlotGround) {
        for color in PlotColor.palette + [.ink, .axis] {
            #expect(Self.contrast(color.shade(on: ground), ground.page) >= 3, "\(color)")
        }
    }

    @Test(arguments: PlotGround.allCases)
    func textIsReadOnItsPageAndOnEveryCell(ground: PlotGround) {
        for color in [PlotColor.label, .faint, .ink] {
            #expect(Self.contrast(color.shade(on: ground), ground.page) >= 4.5, "\(color)")
        }
        for color in [PlotColor.heatOfRight, .heatOfWrong] {
            #expect(Self.contrast(PlotColor.ink.shade(on: ground), color.shade(on: ground)) >= 4.5, "\(color)")
        }
    }

    /// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
    private static let deficiencies: [(String, [SIMD3<Double>])] = [
        ("none", [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]),
        (
            "protanopia",
            [
                SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
                SIMD3(-0.003882, -0.048116, 1.051998),
            ]
        ),
        (
            "deuteranopia",
            [
                SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
                SIMD3(-0.011820, 0.042940, 0.968881),
            ]
        ),
    ]

    /// CIE 1976 L*a*b* for D65.
    private static func lab(_ color: SIMD3<Double>) -> SIMD3<Double> {
        let rows = [
            SIMD3(0.4124564, 0.3575761, 0.1804375) / 0.95047, SIMD3(0.2126729, 0.7151522, 0.0721750),
            SIMD3(0.0193339, 0.1191920, 0.9503041) / 1.08883,
        ]
        func f(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16 / 116 }
        let (x, y, z) = (f((rows[0] * color).sum()), f((rows[1] * color).sum()), f((rows[2] * color).sum()))
        return SIMD3(116 * y - 16, 500 * (x - y), 200 * (y - z))
    }

    @Test(arguments: PlotGround.allCases)
    func readersWithAColourDeficiencyTellTheFirstThreeAndInkApart(ground: PlotGround) {
        let colors = PlotColor.palette.prefix(3) + [.ink]
        for (name, matrix) in Self.deficiencies {
            let seen = colors.map { color in
                let linear = Self.linear(color.shade(on: ground))
                let simulated = SIMD3(
                    (matrix[0] * linear).sum(), (matrix[1] * linear).sum(), (matrix[2] * linear).sum())
                return Self.lab(simulated.clamped(lowerBound: .zero, upperBound: .one))
            }
            for first in seen.indices {
                for second in seen.indices where second > first {
                    let difference = seen[first] - seen[second]
                    let distance = (difference * difference).sum().squareRoot()
                    #expect(distance >= 15, "\(name): \(first) and \(second) differ by \(distance)")
                }
            }
        }
    }

    @Test func aNameHasItsColourInEveryFigure() {
        let both = PlotColor.colors(for: ["ner", "qa"])
        #expect(both == [PlotColor.colors(for: ["ner"])[0], PlotColor.colors(for: ["qa"])[0]])
        #expect(both[0] != both[1])
        #expect(Set(PlotColor.colors(for: ["ab", "ba", "c", "d", "e", "f"])).count == 6)
        #expect(PlotColor.colors(for: Array(repeating: "a", count: 9)).count == 9)
    }
}
