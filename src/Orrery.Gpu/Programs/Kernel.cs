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
    /// <summary>Blocks in z.</summary>
    public int BlocksZ { get; init; } = 1;

    /// <summary>Columns that blocks fill before the next ones begin (rasterisation); 0 goes along whole rows of x.</summary>
    public int SwizzleWidth { get; init; }

    /// <summary>Arrays in global memory that it touches.</summary>
    public IReadOnlyList<KernelArray> Arrays { get; init; } = [];

    /// <summary>
    /// Blocks after which the work of blocks repeats: 1 where all are alike, those of a head where blocks of a head differ. A sample of the
    /// kernel takes whole periods.
    /// </summary>
    public int Period { get; init; } = 1;

    /// <summary>Only so many blocks of the grid run, the first ones; all where left out.</summary>
    public long? FirstBlocks { get; init; }

    /// <summary>Blocks in all.</summary>
    public long Blocks => FirstBlocks ?? (long)BlocksX * BlocksY * BlocksZ;

    /// <summary>Warps of a block.</summary>
    public int WarpsPerBlock => Roles.Sum(role => role.Warps);

    /// <summary>Bytes of its code: 16 an instruction since Volta.</summary>
    public int CodeBytes => 16 * Roles.Sum(role => role.Program.Instructions.Count);

    /// <summary>Instructions that all its warps issue.</summary>
    public long WarpInstructions
    {
        get
        {
            bool hasEqualBlocks = Roles.All(role => role.Program.HasFixedTrips);
            if (hasEqualBlocks) return Blocks * InstructionsOf(0, 0);
            long plane = (long)BlocksX * BlocksY;
            long rest = Blocks % plane;
            (long sum, long part) = (0, 0);
            for (long block = 0; block < plane; block++)
            {
                if (block == rest) part = sum;
                (int x, int y, _) = Place(block);
                sum += InstructionsOf(x, y);
            }
            return sum * (Blocks / plane) + part;
        }
    }

    /// <summary>Where the block of a number lies: plane after plane of z, in each panels of <see cref="SwizzleWidth"/> columns, in each row after row.</summary>
    public (int X, int Y, int Z) Place(long block)
    {
        long plane = (long)BlocksX * BlocksY;
        int z = (int)(block / plane);
        block -= z * plane;
        int width = SwizzleWidth == 0 ? BlocksX : Math.Min(SwizzleWidth, BlocksX);
        long panelBlocks = (long)width * BlocksY;
        long panel = block / panelBlocks;
        long within = block - panel * panelBlocks;
        int columns = (int)Math.Min(width, BlocksX - panel * width);
        return ((int)(panel * width + within % columns), (int)(within / columns), z);
    }

    private long InstructionsOf(int x, int y) => Roles.Sum(role => role.Warps * role.Program.LengthAt(x, y));
}

/// <summary>What a kernel does with an array.</summary>
public enum ArrayUse
{
    /// <summary>Reads it.</summary>
    Read,

    /// <summary>Writes it.</summary>
    Write,
}

/// <summary>An array in global memory.</summary>
/// <param name="Name">What it is: "A", "keys".</param>
/// <param name="Start">Address of its first byte.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Use">What the kernel does with it.</param>
public sealed record KernelArray(string Name, long Start, long Bytes, ArrayUse Use)
{
    /// <summary>Part of it that L2 holds when the kernel starts, where nothing ran before: from 0 to 1.</summary>
    public double Resident { get; init; }
}
