using Orrery.Configuration.Binding;
using Orrery.Configuration.Presets;

namespace Orrery.Workloads.Formats;

/// <summary>
/// How the numbers of an operator are stored, moved and multiplied. Plain data: a new format is a file, not code. One record
/// describes the whole recipe of a kernel: activations, weights where they differ, results, and the extra work that the format
/// costs.
/// </summary>
public sealed record NumberFormat : IPreset
{
    [Parameter("Canonical name, in small letters", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Other names under which it is found")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("One line that says what it is")]
    public string Summary { get; init; } = "";

    [Parameter("Bits of one activation in memory", Required = true, Min = 1, Max = 64, Reason = "a number has 1 to 64 bits")]
    public double Bits { get; init; }

    [Parameter("Activations that share a scale", Default = "1", Min = 1, Max = 65536, Reason = "a block has at least one number")]
    public int Block { get; init; } = 1;

    [Parameter("Bits of the scale of a block", Default = "0", Min = 0, Max = 64, Reason = "a scale has 0 to 64 bits")]
    public double ScaleBits { get; init; }

    [Parameter("Weights, where they are stored otherwise than activations")]
    public WeightFormat? Weights { get; init; }

    [Parameter("Bits of one result of a multiplication; left out where results are stored as activations are", Min = 1, Max = 64,
        Reason = "a number has 1 to 64 bits")]
    public double? OutputBits { get; init; }

    [Parameter("The peak of the GPU that its multiplications run at, as in the GPU's file: fp16, fp8, int8", Required = true)]
    public string Rate { get; init; } = "";

    [Parameter("Part of that peak that the engine reaches by design, such as 0.5 where every product takes two passes", Default = "1",
        Min = 0.01, Max = 16, Reason = "an engine multiplies")]
    public double RateFactor { get; init; } = 1;

    [Parameter("Whether activations arrive in 16 bit and are quantised by a kernel of its own before a multiplication",
        Default = "false")]
    public bool QuantisesActivations { get; init; }

    [Parameter("Whether its kernels split a long sum over blocks where there are few tiles", Default = "true")]
    public bool SplitsSum { get; init; } = true;

    [Parameter("Vector instructions that turn one stored weight into what the engine multiplies", Default = "0", Min = 0, Max = 1000,
        Reason = "instructions cannot be undone")]
    public double UnpackInstructions { get; init; }

    /// <summary>Bytes of one activation with its part of the block's scale; 0.5625 for 4 bits with an 8-bit scale for 16.</summary>
    public double Bytes => (Bits + (ScaleBits / Block)) / 8;

    /// <summary>Bytes of one weight with its part of the scale.</summary>
    public double WeightBytes => Weights?.Bytes ?? Bytes;

    /// <summary>Bytes of one result of a multiplication.</summary>
    public double OutputBytes => OutputBits / 8 ?? Bytes;

    public static NumberFormat Fp32 => FormatCatalogue.Named("fp32");
    public static NumberFormat Tf32 => FormatCatalogue.Named("tf32");
    public static NumberFormat Fp16 => FormatCatalogue.Named("fp16");
    public static NumberFormat Bf16 => FormatCatalogue.Named("bf16");
    public static NumberFormat Fp8 => FormatCatalogue.Named("fp8");
    public static NumberFormat Fp4 => FormatCatalogue.Named("fp4");
    public static NumberFormat Int8 => FormatCatalogue.Named("int8");

    public override string ToString() => Name;
}
