namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>Register groups of the kernels of a product: each is what one instruction fills.</summary>
internal static class GemmRegisters
{
    /// <summary>Operand A, two buffers of four.</summary>
    public const int A = 0;

    /// <summary>Operand B, two buffers of four.</summary>
    public const int B = 8;

    /// <summary>Sums.</summary>
    public const int Sums = 16;

    /// <summary>Groups of sums.</summary>
    public const int SumGroups = 32;

    /// <summary>Addresses and counters.</summary>
    public const int Address = 48;

    /// <summary>Results on their way out.</summary>
    public const int Output = 49;

    /// <summary>Operands on their way through registers.</summary>
    public const int Staged = 50;

    /// <summary>Groups of those.</summary>
    public const int StagedGroups = 10;

    /// <summary>Groups of one buffer of an operand.</summary>
    public const int BufferGroups = 4;
}
