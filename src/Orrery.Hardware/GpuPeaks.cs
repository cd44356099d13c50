using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;

namespace Orrery.Hardware;

/// <summary>
/// Peak rates by number format, dense; a format that is missing cannot be computed at all. One multiply-add counts two.
/// </summary>
public sealed record GpuPeaks
{
    private static readonly string[] AllFormats = ["fp32", "tf32", "fp16", "bf16", "fp8", "fp6", "fp4", "int8", "int4"];

    [Parameter("Double precision")]
    public OpRate? Fp64 { get; init; }

    [Parameter("Single precision on the vector units")]
    public OpRate? Fp32 { get; init; }

    [Parameter("Single precision on the matrix units; left out where they do not have it")]
    public OpRate? Fp32Matrix { get; init; }

    [Parameter("TF32 on tensor cores")]
    public OpRate? Tf32 { get; init; }

    [Parameter("Half precision on tensor cores, accumulated in FP32; on the vector units where there are none")]
    public OpRate? Fp16 { get; init; }

    [Parameter("BF16 on tensor cores")]
    public OpRate? Bf16 { get; init; }

    [Parameter("FP8 on tensor cores")]
    public OpRate? Fp8 { get; init; }

    [Parameter("FP6 on tensor cores")]
    public OpRate? Fp6 { get; init; }

    [Parameter("FP4 on tensor cores")]
    public OpRate? Fp4 { get; init; }

    [Parameter("8-bit integers on tensor cores")]
    public OpRate? Int8 { get; init; }

    [Parameter("4-bit integers on tensor cores")]
    public OpRate? Int4 { get; init; }

    /// <summary>The rate of a number format by its name ("fp16"), or null where the GPU lacks it.</summary>
    public OpRate? Of(string format) => format switch
    {
        "fp32" => Fp32,
        "tf32" => Tf32,
        "fp16" => Fp16,
        "bf16" => Bf16,
        "fp8" => Fp8,
        "fp6" => Fp6,
        "fp4" => Fp4,
        "int8" => Int8,
        "int4" => Int4,
        _ => null,
    };

    /// <summary>The rate at which matrices are multiplied in a format: FP32 has units of its own for them on some GPUs.</summary>
    public OpRate? OfMatrices(string format) => format == "fp32" ? Fp32Matrix ?? Fp32 : Of(format);

    /// <summary>The names of the formats that the GPU has, of those that operators come in: without FP64.</summary>
    public IEnumerable<string> Formats => AllFormats.Where(format => Of(format) is not null);

    /// <summary>All rates times a factor, for asking what a faster or wider machine would do.</summary>
    public GpuPeaks Times(double factor)
    {
        return new GpuPeaks
        {
            Fp64 = Scaled(Fp64),
            Fp32 = Scaled(Fp32),
            Fp32Matrix = Scaled(Fp32Matrix),
            Tf32 = Scaled(Tf32),
            Fp16 = Scaled(Fp16),
            Bf16 = Scaled(Bf16),
            Fp8 = Scaled(Fp8),
            Fp6 = Scaled(Fp6),
            Fp4 = Scaled(Fp4),
            Int8 = Scaled(Int8),
            Int4 = Scaled(Int4),
        };

        OpRate? Scaled(OpRate? rate) => rate is { } known ? new OpRate(known.PerSecond * factor) : null;
    }
}
