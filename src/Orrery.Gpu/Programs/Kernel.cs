using Orrery.Gpu.Machines;

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

    /// <summary>The mbarriers of a block, at most <see cref="Mbarrier.Most"/>.</summary>
    public IReadOnlyList<Mbarrier> Mbarriers { get; init; } = [];

    /// <summary>Blocks that are placed together. The grid holds whole clusters.</summary>
    public ClusterShape Cluster { get; init; } = ClusterShape.One;

    /// <summary>Arrays in global memory that it touches.</summary>
    public IReadOnlyList<KernelArray> Arrays { get; init; } = [];

    /// <summary>
    /// Blocks after which the work of blocks repeats: 1 where all are alike, those of a head where blocks of a head differ. A sample of the
    /// kernel takes whole periods.
    /// </summary>
    public int Period { get; init; } = 1;

    /// <summary>
    /// The warps of each block where blocks differ, as in a trace: x first, then y, then z, each with as many warps as
    /// <see cref="Roles"/>. Null where all run the same.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<WarpRole>>? OwnRoles { get; init; }

    /// <summary>Only so many blocks of the grid run, the first ones; all where left out.</summary>
    public long? FirstBlocks { get; init; }

    /// <summary>
    /// Whether it is launched while the kernel before drains, and waits only before its first load (programmatic dependent launch, CUDA C++
    /// Programming Guide): the latency of the launch and the fetch of its code are then no part of its own time.
    /// </summary>
    public bool StartsEarly { get; init; }

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
            if (OwnRoles is not null) return OwnRoles.Sum(block => block.Sum(role => role.Warps * role.Program.Length));
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

    /// <summary>
    /// Where the block of a number lies: plane after plane of z, in each panels of <see cref="SwizzleWidth"/> columns, in each row after row.
    /// The blocks of a cluster follow each other, and clusters take the place of blocks.
    /// </summary>
    public (int X, int Y, int Z) Place(long block)
    {
        if (Cluster.Size == 1) return Place(block, BlocksX, BlocksY, SwizzleWidth);
        (long cluster, int rank) = (block / Cluster.Size, (int)(block % Cluster.Size));
        (int x, int y, int z) = Place(cluster, BlocksX / Cluster.X, BlocksY / Cluster.Y, (SwizzleWidth + Cluster.X - 1) / Cluster.X);
        return (x * Cluster.X + rank % Cluster.X, y * Cluster.Y + rank / Cluster.X, z);
    }

    private static (int X, int Y, int Z) Place(long block, int across, int down, int swizzle)
    {
        long plane = (long)across * down;
        int z = (int)(block / plane);
        block -= z * plane;
        int width = swizzle == 0 ? across : Math.Min(swizzle, across);
        long panelBlocks = (long)width * down;
        long panel = block / panelBlocks;
        long within = block - panel * panelBlocks;
        int columns = (int)Math.Min(width, across - panel * width);
        return ((int)(panel * width + within % columns), (int)(within / columns), z);
    }

    /// <summary>What is wrong with its clusters and mbarriers on a machine; null for nothing.</summary>
    internal string? ClusterProblem(GpuMachine machine)
    {
        if (Mbarriers.Count > Mbarrier.Most) return $"has {Mbarriers.Count} mbarriers, and a block at most {Mbarrier.Most}";
        int size = Cluster.Size;
        if (size == 1) return null;
        if (Cluster.X < 1 || Cluster.Y < 1 || size > ClusterShape.Most || (size & size - 1) != 0)
        {
            return $"has clusters of {Cluster.X} by {Cluster.Y} blocks; they hold a power of two up to {ClusterShape.Most}";
        }
        if (BlocksX % Cluster.X != 0 || BlocksY % Cluster.Y != 0) return $"its grid of {BlocksX} by {BlocksY} blocks holds no whole clusters of {Cluster.X} by {Cluster.Y}";
        if (machine.Micro.Asynchronous is null) return $"{machine.Gpu.Name} has no clusters";
        return machine.Gpu.SmCount < size ? $"a cluster of {size} blocks needs as many multiprocessors; {machine.Gpu.Name} has {machine.Gpu.SmCount}" : null;
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

    /// <summary>Part of what L2 holds of it that must still be written to memory, from 0 to 1.</summary>
    public double Dirty { get; init; }
}
