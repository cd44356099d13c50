using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Models;

/// <summary>What follows from a model's shape alone.</summary>
public static class ModelSize
{
    /// <summary>All parameters: weights, biases, norms, embeddings.</summary>
    public static long Parameters(this TransformerModel model) => throw new NotImplementedException();

    /// <summary>The parameters that one token passes through; less than all where there are experts.</summary>
    public static long ActiveParameters(this TransformerModel model) => throw new NotImplementedException();

    /// <summary>Floating-point operations of the forward pass for one token that sees <paramref name="context"/> tokens, itself included.</summary>
    public static double FlopsPerToken(this TransformerModel model, int context = 1) => throw new NotImplementedException();

    /// <summary>Bytes of keys and values that one token leaves in the cache, over all layers; 0 where nothing is cached.</summary>
    public static double KvCacheBytesPerToken(this TransformerModel model, NumberFormat format) => throw new NotImplementedException();
}
