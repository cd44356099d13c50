namespace Orrery.Gpu.Programs;

/// <summary>A loop of a program: a run of instructions that is repeated. Loops nest properly, four deep at most.</summary>
/// <param name="First">Its first instruction.</param>
/// <param name="Last">Its last instruction.</param>
/// <param name="Trips">How often it runs, at least once; in the block at (0, 0) where blocks differ.</param>
/// <param name="Depth">0 for an outermost loop.</param>
public readonly record struct ProgramLoop(int First, int Last, int Trips, int Depth)
{
    /// <summary>Further trips for each step of a block in x; below 0 for fewer.</summary>
    public double TripsPerX { get; init; }

    /// <summary>Further trips for each step of a block in y; below 0 for fewer.</summary>
    public double TripsPerY { get; init; }

    /// <summary>
    /// Whether its passes are alike once it is under way, so that a sample of the kernel may run fewer of them and multiply.
    /// </summary>
    public bool IsSteady { get; init; }

    /// <summary>Part of a trip that the block at (0, 0) is beyond <see cref="Trips"/>: it counts where steps of blocks add to it.</summary>
    public double TripsBeyond { get; init; }

    /// <summary>The least that a block runs it: 1, or 0 for a loop that some blocks pass by.</summary>
    public int Least { get; init; } = 1;

    /// <summary>The most that a block runs it.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>True where every block runs it equally often.</summary>
    public bool IsFixed => TripsPerX == 0 && TripsPerY == 0;

    /// <summary>How often the block at a place runs it, within its bounds: rounded down where a step is not whole.</summary>
    public int TripsAt(int x, int y) => IsFixed ? Trips
        : Math.Clamp((int)Math.Floor(Trips + TripsBeyond + x * TripsPerX + y * TripsPerY + Rounding), Least, Most);

    // Steps such as 1/3 add up to a little less than a whole number.
    private const double Rounding = 1e-9;
}

/// <summary>What a warp does: instruction templates, loops over them, and address patterns. All warps of a role share it.</summary>
/// <param name="Instructions">In order; the last one is the exit.</param>
/// <param name="Loops">Inner loops before the outer ones that hold them.</param>
/// <param name="Patterns">Addresses.</param>
public sealed record WarpProgram(
    IReadOnlyList<Instruction> Instructions, IReadOnlyList<ProgramLoop> Loops, IReadOnlyList<AddressPattern> Patterns)
{
    /// <summary>True where every block issues equally many instructions.</summary>
    public bool HasFixedTrips => Loops.All(loop => loop.IsFixed);

    /// <summary>Instructions that one warp of the block at (0, 0) issues from start to exit.</summary>
    public long Length => LengthAt(0, 0);

    /// <summary>Instructions that one warp of a block issues from start to exit.</summary>
    public long LengthAt(int x, int y)
    {
        long length = 0;
        for (int at = 0; at < Instructions.Count; at++)
        {
            long times = 1;
            foreach (ProgramLoop loop in Loops)
            {
                if (loop.First <= at && at <= loop.Last) times *= loop.TripsAt(x, y);
            }
            length += times;
        }
        return length;
    }
}
