namespace Orrery.Gpu.Kernels.Gemm;

/// <summary>The synchronous matrix instruction of a generation.</summary>
/// <param name="M">Rows of its result.</param>
/// <param name="N">Columns of its result.</param>
/// <param name="K">Elements of the sum.</param>
/// <remarks>
/// PTX ISA, warp-level matrix instructions: mma.m8n8k4 on Volta, of which a warp does four at once (16 x 16 as in CUTLASS); m16n8k8 and, for
/// integers, twice m8n8k16 on Turing; from Ampere on 256 bits of each row: m16n8k16 for 16 bits, k8 for TF32, k32 for 8 bits, k64 for 4.
/// </remarks>
public readonly record struct MmaShape(int M, int N, int K)
{
    /// <summary>The instruction of a generation for a format.</summary>
    /// <param name="generation">As in a GPU's file: volta, ampere.</param>
    /// <param name="rate">Format that is multiplied.</param>
    public static MmaShape Of(string generation, string rate) => (generation, BitsOf(rate)) switch
    {
        ("volta" or "pascal", _) => new MmaShape(16, 16, 4),
        ("turing", 16) => new MmaShape(16, 8, 8),
        ("turing", int bits) => new MmaShape(16, 8, 128 / bits),
        (_, int bits) => new MmaShape(16, 8, 256 / bits),
    };

    // Six bits are multiplied as eight; TF32 lies in 32.
    private static int BitsOf(string rate) => rate switch
    {
        "tf32" or "fp32" => 32,
        "fp8" or "int8" or "fp6" => 8,
        "fp4" or "int4" => 4,
        _ => 16,
    };
}
