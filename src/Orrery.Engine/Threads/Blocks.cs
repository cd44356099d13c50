namespace Orrery.Engine.Threads;

/// <summary>The plainest split: blocks of components with neighbouring ids, of about equal weight.</summary>
public static class Blocks
{
    /// <param name="model">The components and their weights.</param>
    /// <param name="parts">How many blocks, at most; fewer if there are fewer components.</param>
    public static int[] Split(ModelGraph model, int parts)
    {
        ArgumentNullException.ThrowIfNull(model);
        parts = Math.Clamp(parts, 1, Math.Max(1, model.Count));
        long total = 0, passed = 0;
        for (int id = 0; id < model.Count; id++) total += model.Weight(id);
        int[] partitionOf = new int[model.Count];
        int part = 0, inPart = 0;
        for (int id = 0; id < model.Count; id++)
        {
            // A block ends when its share is reached, or when the components left just suffice for the blocks left.
            bool full = passed >= total / (double)parts * (part + 1);
            bool mustLeave = model.Count - id <= parts - 1 - part;
            if (inPart > 0 && part < parts - 1 && (full || mustLeave)) (part, inPart) = (part + 1, 0);
            partitionOf[id] = part;
            inPart++;
            passed += model.Weight(id);
        }
        return partitionOf;
    }
}
