import Encoders

extension AdamW {
    /// An optimizer of another model that keeps the moments of the parameters that both train, and the step counts of their groups.
    package func moved(to model: MultiTaskModel) -> AdamW {
        let moved = AdamW(settings: settings, model: model)
        for (index, group) in moved.table.groups.enumerated() where group.isTrainable {
            guard let own = table.groups.firstIndex(where: { $0.name == group.name }) else { continue }
            moved.stepCounts[index] = stepCounts[own]
        }
        for entry in moved.table.trainableEntries {
            guard let own = table[entry.name], table.isTrainable(own), own.shape == entry.shape else { continue }
            for (source, target) in [(firstMoments, moved.firstMoments), (secondMoments, moved.secondMoments)] {
                for i in 0..<entry.count { target[entry.offset + i] = source[own.offset + i] }
            }
        }
        return moved
    }
}
