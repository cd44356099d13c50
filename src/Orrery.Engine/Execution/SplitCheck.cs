using Orrery.Engine.Threads;

namespace Orrery.Engine.Execution;

/// <summary>Refuses a split that is none, with the manager's name, before anything runs on it.</summary>
internal static class SplitCheck
{
    /// <summary>The number of partitions.</summary>
    internal static int Count(int[] split, int components, ThreadManager manager)
    {
        if (split.Length != components)
        {
            throw new SimulationException($"thread manager {manager.Name} split {split.Length} components; the model has {components}");
        }
        int count = split.Length == 0 ? 1 : split.Max() + 1;
        // More partitions than components would leave one empty, so that is no number to make a list of.
        bool[] used = new bool[Math.Clamp(count, 1, Math.Max(1, components))];
        for (int id = 0; id < split.Length; id++)
        {
            if ((uint)split[id] >= (uint)used.Length) throw new SimulationException($"thread manager {manager.Name} gave component {id} partition {split[id]}");
            used[split[id]] = true;
        }
        int gap = Array.IndexOf(used, false);
        if (gap >= 0 && split.Length > 0) throw new SimulationException($"thread manager {manager.Name} left partition {gap} empty");
        return count;
    }
}
