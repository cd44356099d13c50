using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Multiprocessor;

/// <summary>An instruction with what the machine makes of it: everything that issue needs, in one place.</summary>
internal struct DecodedInstruction
{
    /// <summary>Bits of the scoreboard that must be clear.</summary>
    public ulong Waits;

    public ulong Writes;
    public Operation Operation;
    public byte Pipe;

    /// <summary>Cycles until the pipe takes the next warp.</summary>
    public ushort Interval;

    /// <summary>Cycles until a dependent instruction can issue, where that is fixed.</summary>
    public ushort Latency;

    /// <summary>Passes through shared memory or L1.</summary>
    public ushort Wavefronts;

    public int Pattern;
    public int Argument;
    public int Count;

    /// <summary>The innermost loop that ends here, or -1.</summary>
    public int Loop;

    /// <summary>The outermost loop that begins here and that some blocks pass by, or -1.</summary>
    public int Optional;
}

/// <summary>A loop as a warp meets it at its last instruction.</summary>
/// <param name="Loop">The loop of the program, for trips that depend on the block.</param>
/// <param name="First">Where it begins.</param>
/// <param name="Last">Where it ends.</param>
/// <param name="Trips">How often it runs where that is fixed.</param>
/// <param name="IsFixed">Whether every block runs it equally often.</param>
/// <param name="Depth">Which counter is its own.</param>
/// <param name="Outer">The loop around it that ends at the same instruction, or -1.</param>
internal readonly record struct DecodedLoop(ProgramLoop Loop, int First, int Last, int Trips, bool IsFixed, int Depth, int Outer)
{
    /// <summary>How often a warp of a block runs it.</summary>
    public int TripsOf(in Warp warp) => IsFixed ? Trips : Loop.TripsAt(warp.X, warp.Y);
}
