namespace Orrery.Gpu.Programs;

/// <summary>A loop of a program: a run of instructions that is repeated. Loops nest properly, four deep at most.</summary>
/// <param name="First">Its first instruction.</param>
/// <param name="Last">Its last instruction.</param>
/// <param name="Trips">How often it runs, at least once.</param>
/// <param name="Depth">0 for an outermost loop.</param>
public readonly record struct ProgramLoop(int First, int Last, int Trips, int Depth);

/// <summary>What a warp does: instruction templates, loops over them, and address patterns. All warps of a role share it.</summary>
/// <param name="Instructions">In order; the last one is the exit.</param>
/// <param name="Loops">Inner loops before the outer ones that hold them.</param>
/// <param name="Patterns">Addresses.</param>
public sealed record WarpProgram(
    IReadOnlyList<Instruction> Instructions, IReadOnlyList<ProgramLoop> Loops, IReadOnlyList<AddressPattern> Patterns)
{
    /// <summary>Instructions that one warp issues from start to exit.</summary>
    public long Length
    {
        get
        {
            long length = 0;
            for (int at = 0; at < Instructions.Count; at++)
            {
                long times = 1;
                foreach (ProgramLoop loop in Loops)
                {
                    if (loop.First <= at && at <= loop.Last) times *= loop.Trips;
                }
                length += times;
            }
            return length;
        }
    }
}
