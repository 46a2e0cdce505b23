/// A split of the sample corpus.
///
/// The two splits share only ordinary vocabulary: no name, sentence frame or article occurs in both.
package enum SampleSplit: String, CaseIterable, Sendable {
    case train
    case validation
}
