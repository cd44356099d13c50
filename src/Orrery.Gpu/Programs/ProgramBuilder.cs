namespace Orrery.Gpu.Programs;

/// <summary>Writes a program line by line.</summary>
public sealed partial class ProgramBuilder
{
    /// <summary>The most loops within each other.</summary>
    public const int MostLoops = 4;

    /// <summary>Register groups from 0 up to this are the program's own.</summary>
    public const int RegisterGroups = 60;

    private readonly List<Instruction> _instructions = [];
    private readonly List<ProgramLoop> _loops = [];
    private readonly List<AddressPattern> _patterns = [];
    private int _depth;

    /// <summary>A set of register groups.</summary>
    public static ulong Registers(params ReadOnlySpan<int> groups)
    {
        ulong mask = 0;
        foreach (int group in groups)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, RegisterGroups);
            mask |= 1UL << group;
        }
        return mask;
    }

    /// <summary>An instruction of a vector pipe.</summary>
    public ProgramBuilder Math(Operation operation, ulong writes, ulong reads) => Add(new Instruction(operation, writes, reads));

    /// <summary>A matrix multiply-add of a warp: <c>mma.mMnNkK</c>.</summary>
    public ProgramBuilder Tensor(int m, int n, int k, string format, ulong writes, ulong reads) =>
        Add(new Instruction(Operation.Tensor, writes, reads, Argument: m * n * k, Format: format));

    /// <summary>A load, store or asynchronous copy.</summary>
    public ProgramBuilder Memory(Operation operation, AddressPattern pattern, ulong writes = 0, ulong reads = 0)
    {
        int lanes = pattern.LaneBytes is 4 or 8 or 16 ? pattern.RowBytes / pattern.LaneBytes * pattern.Rows : 0;
        if (pattern.Rows is < 1 or > AddressPattern.MostRows || lanes is < 1 or > 128 || pattern.RowBytes % pattern.LaneBytes != 0)
        {
            throw new ArgumentException($"{pattern} is not an access of a warp: 1 to 32 rows of whole lanes of 4, 8 or 16 bytes", nameof(pattern));
        }
        _patterns.Add(pattern);
        return Add(new Instruction(operation, writes, reads, _patterns.Count - 1));
    }

    /// <summary>A jump.</summary>
    public ProgramBuilder Branch() => Add(new Instruction(Operation.Branch));

    /// <summary>Closes the open group of asynchronous copies.</summary>
    public ProgramBuilder Commit() => Add(new Instruction(Operation.CommitGroup));

    /// <summary>Waits until at most <paramref name="pending"/> closed groups are on their way.</summary>
    public ProgramBuilder Wait(int pending)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pending, 6);
        return Add(new Instruction(Operation.WaitGroup, Argument: pending));
    }

    /// <summary>Waits for the warps of the block, or for <paramref name="warps"/> of them.</summary>
    public ProgramBuilder Barrier(int number = 0, int warps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 15);
        return Add(new Instruction(Operation.Barrier, Argument: number, Count: warps));
    }

    /// <summary>Repeats what <paramref name="body"/> writes.</summary>
    /// <param name="trips">How often.</param>
    /// <param name="body">Writes the instructions of a pass.</param>
    /// <param name="isSteady">Whether passes are alike (<see cref="ProgramLoop.IsSteady"/>).</param>
    /// <param name="perX">Further trips for each step of a block in x.</param>
    /// <param name="perY">Further trips for each step of a block in y.</param>
    public ProgramBuilder Loop(int trips, Action<ProgramBuilder> body, bool isSteady = false, double perX = 0, double perY = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trips, 1);
        if (_depth == MostLoops) throw new InvalidOperationException("loops nest four deep at most");
        int first = _instructions.Count;
        int depth = _depth++;
        body(this);
        _depth--;
        if (_instructions.Count == first) throw new ArgumentException("a loop needs an instruction", nameof(body));
        _loops.Add(new ProgramLoop(first, _instructions.Count - 1, trips, depth) { IsSteady = isSteady, TripsPerX = perX, TripsPerY = perY });
        return this;
    }

    /// <summary>Repeats what <paramref name="body"/> writes, as often as the block says; writes nothing where no block ever would.</summary>
    /// <param name="trips">How often. A loop that blocks may pass by is not the first thing of a program.</param>
    /// <param name="body">Writes the instructions of a pass.</param>
    /// <param name="isSteady">Whether passes are alike (<see cref="ProgramLoop.IsSteady"/>).</param>
    public ProgramBuilder Loop(BlockTrips trips, Action<ProgramBuilder> body, bool isSteady = false)
    {
        if (trips.IsNever) return this;
        if (trips.IsFixed) return Loop((int)System.Math.Clamp(trips.AtOrigin, trips.Least, trips.Most), body, isSteady);
        if (_instructions.Count == 0 && trips.Least == 0) throw new ArgumentException("a program does not begin with a loop that may be passed by", nameof(trips));
        _ = Loop(1, body, isSteady, trips.PerX, trips.PerY);
        int whole = (int)System.Math.Floor(trips.AtOrigin);
        _loops[^1] = _loops[^1] with { Trips = whole, TripsBeyond = trips.AtOrigin - whole, Least = trips.Least, Most = trips.Most };
        return this;
    }

    /// <summary>The program, ended by an exit.</summary>
    public WarpProgram Build() => new([.. _instructions, new Instruction(Operation.Exit)], [.. _loops], [.. _patterns]);

    private ProgramBuilder Add(Instruction instruction)
    {
        _instructions.Add(instruction);
        return this;
    }
}
