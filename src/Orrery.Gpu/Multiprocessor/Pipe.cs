namespace Orrery.Gpu.Multiprocessor;

/// <summary>Pipes of a sub-partition, by place in its tables.</summary>
internal static class Pipe
{
    public const int Fp32 = 0;
    public const int Fp16 = 1;
    public const int Int = 2;
    public const int Special = 3;
    public const int Tensor = 4;
    public const int LoadStore = 5;

    /// <summary>Jumps, barriers, waits, exits: one a cycle.</summary>
    public const int Control = 6;

    /// <summary>Places of a sub-partition in a table of pipes.</summary>
    public const int Stride = 8;
}
