/// A split of the sample corpus.
///
/// The two splits share ordinary vocabulary only: no name, sentence frame or article of one occurs in the other.
package enum SampleSplit: String, CaseIterable, Sendable {
    case train
    case validation
}
