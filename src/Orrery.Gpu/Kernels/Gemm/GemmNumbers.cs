using Orrery.Workloads.Formats;

namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>How the numbers of a product lie in memory and what multiplies them.</summary>
/// <param name="Rate">Format that the matrix instruction multiplies, as in a GPU's peaks: fp16, int8.</param>
/// <param name="Activation">One operand.</param>
/// <param name="Weight">The other.</param>
/// <param name="ResultBits">Bits of a result.</param>
public sealed record GemmNumbers(string Rate, OperandNumbers Activation, OperandNumbers Weight, int ResultBits)
{
    /// <summary>Vector instructions that turn one stored weight into what the engine multiplies.</summary>
    public double UnpackInstructions { get; init; }

    /// <summary>The numbers of a format.</summary>
    public static GemmNumbers Of(NumberFormat format)
    {
        var activation = new OperandNumbers((int)Math.Ceiling(format.Bits), format.Block, format.ScaleBits);
        OperandNumbers weight = format.Weights is { } own ? new((int)Math.Ceiling(own.Bits), own.Block, own.ScaleBits) : activation;
        return new GemmNumbers(format.Rate, activation, weight, (int)Math.Round(format.OutputBytes * 8)) { UnpackInstructions = format.UnpackInstructions };
    }
}

/// <summary>The numbers of one operand.</summary>
/// <param name="Bits">Bits of one, without scales.</param>
/// <param name="Block">Numbers that share a scale.</param>
/// <param name="ScaleBits">Bits of a scale.</param>
public readonly record struct OperandNumbers(int Bits, int Block, double ScaleBits)
{
    /// <summary>Bytes of so many numbers, rounded up, without scales.</summary>
    public long Bytes(long count) => (count * Bits + 7) / 8;

    /// <summary>Bytes of the scales of so many numbers, rounded up to what a lane copies; 0 without scales.</summary>
    public long ScaleBytes(long count) => ScaleBits <= 0 ? 0 : ((long)Math.Ceiling(count * ScaleBits / Block / 8) + 15) / 16 * 16;
}
