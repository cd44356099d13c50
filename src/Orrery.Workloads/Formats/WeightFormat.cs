using Orrery.Configuration.Binding;

namespace Orrery.Workloads.Formats;

/// <summary>How weights are stored where they differ from activations, as in weight-only quantisation.</summary>
public sealed record WeightFormat
{
    [Parameter("Bits of one weight in memory", Required = true, Min = 1, Max = 64, Reason = "a number has 1 to 64 bits")]
    public double Bits { get; init; }

    [Parameter("Weights that share a scale", Default = "1", Min = 1, Max = 65536, Reason = "a block has at least one number")]
    public int Block { get; init; } = 1;

    [Parameter("Bits of the scale (and zero point) of a block", Default = "0", Min = 0, Max = 64, Reason = "a scale has 0 to 64 bits")]
    public double ScaleBits { get; init; }

    /// <summary>Bytes of one weight with its part of the scale.</summary>
    public double Bytes => (Bits + (ScaleBits / Block)) / 8;
}
