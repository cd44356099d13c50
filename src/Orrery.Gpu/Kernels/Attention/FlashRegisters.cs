using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>
/// Register groups of the attention kernels. A group stands for the accumulators that are visited so far apart that none waits for the
/// other: sixteen matrix instructions take longer than one's latency.
/// </summary>
internal static class FlashRegisters
{
    /// <summary>Groups of a set of accumulators.</summary>
    public const int Groups = 16;

    public const int Scores = 0;
    public const int Output = 16;
    private const int FragmentA = 32;
    private const int FragmentB = 36;
    private const int Statistics = 52;

    /// <summary>Addresses of tiles.</summary>
    public static ulong Address => ProgramBuilder.Registers(56);

    /// <summary>Entries of the page table.</summary>
    public static ulong Page => ProgramBuilder.Registers(57);

    /// <summary>What passes on its way to memory.</summary>
    public static ulong Passing => ProgramBuilder.Registers(58);

    /// <summary>Factors of the rows.</summary>
    public static ulong Scale => ProgramBuilder.Registers(59);

    public static ulong Of(int set, int number) => ProgramBuilder.Registers(set + number % Groups);

    /// <summary>A fragment of the left factor, in one of two buffers.</summary>
    public static ulong A(int buffer, int tile) => ProgramBuilder.Registers(FragmentA + 2 * (buffer & 1) + (tile & 1));

    /// <summary>A fragment of the right factor, in one of two buffers.</summary>
    public static ulong B(int buffer, int pair) => ProgramBuilder.Registers(FragmentB + 8 * (buffer & 1) + (pair & 7));

    /// <summary>Maximum or sum of a row of a lane.</summary>
    public static ulong Row(int row) => ProgramBuilder.Registers(Statistics + (row & 3));
}
