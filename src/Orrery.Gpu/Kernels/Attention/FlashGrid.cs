using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Kernels.Attention;

/// <summary>How an attention kernel whose warps have roles lies on the grid: blocks of queries with the most keys go first.</summary>
internal sealed class FlashGrid
{
    // Boxes need no addresses but their corners.
    private const int Indices = 24;

    private readonly FlashShape _shape;
    private readonly BlockTrips _steps;
    private readonly int _blocks;

    public FlashGrid(FlashShape shape, FlashTile tile)
    {
        (_shape, _steps) = (shape, tile.Steps(shape));
        _blocks = (shape.Queries + tile.Rows - 1) / tile.Rows;
        Order = new BlockOrder(shape.Splits > 1 ? 1 : _blocks);
        Trips = Order.Turn(_steps);
        Places = new FlashPlaces(shape, tile, MayBeEmpty ? 1 : 0);
    }

    public BlockOrder Order { get; }

    /// <summary>Steps of a block.</summary>
    public BlockTrips Trips { get; }

    public FlashPlaces Places { get; }

    private bool MayBeEmpty => !_steps.IsFixed && _steps.Least == 0;

    /// <summary>A role's program: nothing in blocks without keys.</summary>
    public WarpRole Role(int warps, Action<ProgramBuilder> write)
    {
        var program = new ProgramBuilder();
        FlashForward.Begin(program, _shape, Indices);
        if (MayBeEmpty) _ = program.Loop(Trips with { Most = 1 }, write);
        else write(program);
        return new WarpRole(warps, program.Build());
    }

    /// <summary>The kernel of its roles.</summary>
    public Kernel Kernel(IReadOnlyList<WarpRole> roles, int registers, int shared, IReadOnlyList<Mbarrier> mbarriers)
    {
        bool isSplit = _shape.Splits > 1;
        return new Kernel(FlashForward.Name(_shape), _blocks, isSplit ? _shape.Splits : _shape.Batch, roles, registers, shared)
        {
            BlocksZ = isSplit ? _shape.Batch * _shape.Heads : _shape.Heads,
            Period = _steps.IsFixed ? 1 : _blocks * (isSplit ? _shape.Splits : 1),
            Mbarriers = mbarriers,
        };
    }
}
