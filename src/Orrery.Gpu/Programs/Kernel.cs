namespace Orrery.Gpu.Programs;

/// <summary>Warps of a block that run the same program.</summary>
/// <param name="Warps">How many.</param>
/// <param name="Program">What they run.</param>
public sealed record WarpRole(int Warps, WarpProgram Program);

/// <summary>A kernel: a grid of equal blocks of warps.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="BlocksX">Blocks in x.</param>
/// <param name="BlocksY">Blocks in y.</param>
/// <param name="Roles">The warps of a block, in order.</param>
/// <param name="RegistersPerThread">32-bit registers of a thread.</param>
/// <param name="SharedBytes">Shared memory of a block.</param>
public sealed record Kernel(string Name, int BlocksX, int BlocksY, IReadOnlyList<WarpRole> Roles, int RegistersPerThread, int SharedBytes)
{
    /// <summary>Columns that blocks fill before the next ones begin (rasterisation); 0 goes along whole rows of x.</summary>
    public int SwizzleWidth { get; init; }

    /// <summary>Blocks in all.</summary>
    public long Blocks => (long)BlocksX * BlocksY;

    /// <summary>Warps of a block.</summary>
    public int WarpsPerBlock => Roles.Sum(role => role.Warps);

    /// <summary>Instructions that all its warps issue.</summary>
    public long WarpInstructions => Blocks * Roles.Sum(role => role.Warps * role.Program.Length);

    /// <summary>Where the block of a number lies: panels of <see cref="SwizzleWidth"/> columns, row after row within each.</summary>
    public (int X, int Y) Place(long block)
    {
        int width = SwizzleWidth == 0 ? BlocksX : Math.Min(SwizzleWidth, BlocksX);
        long panelBlocks = (long)width * BlocksY;
        long panel = block / panelBlocks;
        long within = block - panel * panelBlocks;
        int columns = (int)Math.Min(width, BlocksX - panel * width);
        return ((int)(panel * width + within % columns), (int)(within / columns));
    }
}
