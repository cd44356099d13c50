namespace Orrery.Workloads.Layers;

/// <summary>What a forward pass does with the tokens.</summary>
public enum Phase
{
    /// <summary>All tokens of the prompt at once.</summary>
    Prefill,

    /// <summary>One new token for each sequence, on top of those in the cache.</summary>
    Decode,
}
