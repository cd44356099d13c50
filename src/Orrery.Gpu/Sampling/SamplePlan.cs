using Orrery.Gpu.Layers;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Sampling;

/// <summary>A shortened kernel that is simulated in full detail.</summary>
/// <param name="Machine">The machine, or a part of it.</param>
/// <param name="Kernel">The kernel with fewer blocks and passes.</param>
/// <param name="Whole">Warp instructions of the kernel with all blocks of the slice and as many passes.</param>
/// <param name="Group">Blocks that make a wave: whole periods.</param>
/// <param name="Skipped">Waves that are left out.</param>
internal sealed record SampleRun(GpuMachine Machine, Kernel Kernel, long Whole, long Group, long Skipped);

/// <summary>
/// Which shortened kernels tell what a large one does. A part of the machine stands for the whole where blocks share nothing; a few waves
/// stand for all, with as full a last one; and steady loops run fewer passes, at several lengths, because time is linear in them.
/// </summary>
internal sealed record SamplePlan(GpuMachine Machine, Kernel Kernel, IReadOnlyList<SampleRun> Runs)
{
    // Passes of the longest steady loop in the two runs, as parts of all of them and at least and at most. The pipelines of kernels hold up to
    // seven stages, and above 60 passes nothing new is seen; lengths far apart make less of chance in each (measured on GEMMs).
    private static readonly (double Share, int Least, int Most)[] Alone = [(0.12, 10, 16), (0.4, 30, 60)];

    // Where blocks share a multiprocessor, the loops of some run beside the ends of others: passes are cheap until they outlast those. And
    // blocks of uneven length keep their proportions only in long loops.
    private static readonly (double Share, int Least, int Most)[] Sharing = [(0.12, 20, 20), (0.5, 40, 60)];

    // Slices and waves are taken while this many warp instructions are left.
    private const long Enough = 1_500_000;

    // Loops run longer where their samples would have fewer warp instructions than so many of the smallest kernel that is sampled: between
    // few blocks that wait for memory the time of a pass settles late, and a small kernel costs little.
    private const double EnoughPasses = 3;

    // Part by which a slice may hold more or fewer blocks a multiprocessor.
    private const double MostOff = 0.005;

    // Multiprocessors of a slice at least: channels and slices of L2 come in whole numbers.
    private const int LeastSms = 16;

    // Loops are cut where that leaves no more than this part of them.
    private const double LongestShare = 0.8;

    // Waves of a sample at least, besides the last one.
    private const int Waves = 2;

    /// <summary>The plan for a kernel; a single run of all of it where it is small.</summary>
    public static SamplePlan Of(GpuMachine machine, Kernel kernel, CycleOptions options)
    {
        long all = kernel.WarpInstructions;
        // Recorded blocks have no loops to shorten, and are not alike.
        if (options.Full || all <= options.SampledAbove || kernel.OwnRoles is not null) return Whole(machine, kernel);
        bool isTiled = KernelShape.IsTiled(kernel);
        // Shortened loops would have to write as much in less time; beside a product it is little.
        if (isTiled) kernel = kernel with { Arrays = [.. kernel.Arrays.Where(array => array.Name != CarriedOver.Unwritten).Select(array => array with { Dirty = 0 })] };
        (GpuMachine slice, Kernel part) = isTiled ? TiledSlice.Of(machine, kernel) : Slice(machine, kernel, all);
        long partInstructions = part.WarpInstructions;

        int resident = Occupancy.Of(slice, part).Blocks;
        int trips = ShortenedLoops.MostTrips(part);
        int[] lengths = Passes(trips, resident > 1 || part.Period > 1 ? Sharing : Alone, EnoughPasses * options.SampledAbove / partInstructions);
        if (lengths.Sum() > LongestShare * trips) lengths = [trips];
        int blocks = resident * slice.Gpu.SmCount;
        long period = Period(part);
        long group = (blocks + period - 1) / period * period;
        double looped = (double)lengths.Sum() / Math.Max(1, trips) * partInstructions;
        long skipped = looped > Enough || trips == 0 ? Math.Max(0, part.Blocks / Math.Max(1, group) - Waves) : 0;

        List<SampleRun> runs = [];
        foreach (int length in lengths)
        {
            Kernel shortened = ShortenedLoops.Of(part, length);
            long whole = shortened.WarpInstructions;
            if (skipped > 0) shortened = shortened with { FirstBlocks = shortened.Blocks - skipped * group };
            if (skipped > 0 && !isTiled) shortened = shortened with { Arrays = First(shortened.Arrays, (double)shortened.Blocks / part.Blocks) };
            double loopShare = trips == 0 ? 1 : (double)length / trips;
            runs.Add(new SampleRun(WithL2(slice, part, shortened, loopShare, isTiled, blocks), shortened, whole, group, skipped));
        }
        return new SamplePlan(machine, kernel, runs);
    }

    private static int[] Passes(int trips, (double Share, int Least, int Most)[] asked, double leastShare)
    {
        int[] lengths = [.. asked.Select(length => Math.Clamp((int)Math.Round(length.Share * trips), length.Least, length.Most))];
        double longer = Math.Max(1, Math.Min(leastShare, LongestShare) * trips / lengths.Sum());
        return [.. lengths.Select(length => (int)(length * longer))];
    }

    private static SamplePlan Whole(GpuMachine machine, Kernel kernel) =>
        new(machine, kernel, [new SampleRun(machine, kernel, kernel.WarpInstructions, kernel.Blocks, 0)]);

    // A sample takes whole clusters too; their sizes are powers of two.
    private static long Period(Kernel kernel)
    {
        long period = kernel.Period;
        while (period % kernel.Cluster.Size != 0) period *= 2;
        return period;
    }

    // The part of the grid must be the same part as that of the machine, so that the last wave is as full.
    private static (GpuMachine Machine, Kernel Kernel) Slice(GpuMachine machine, Kernel kernel, long instructions)
    {
        int sms = machine.Gpu.SmCount;
        long period = Period(kernel);
        for (int count = MachineSlice.Least(machine, kernel, LeastSms); count <= sms / 2; count++)
        {
            if (instructions * count / sms < Enough) continue;
            long blocks = (long)Math.Round((double)kernel.Blocks * count / sms / period) * period;
            double off = Math.Abs((double)blocks * sms / kernel.Blocks / count - 1);
            // Uneven blocks must meet the same others on a multiprocessor.
            if (kernel.Period > 1 ? off > MostOff || (sms - count) % period != 0 : off > 0) continue;
            return (MachineSlice.Of(machine, count), kernel with
            {
                FirstBlocks = blocks,
                Arrays = First(kernel.Arrays, (double)count / sms),
            });
        }
        return (machine, kernel);
    }

    // The first blocks touch the first part of arrays.
    private static KernelArray[] First(IReadOnlyList<KernelArray> arrays, double share) =>
        [.. arrays.Select(array => array with { Bytes = (long)(array.Bytes * share) })];

    // Shortened loops touch a part of the bytes between two uses of a line: with as much less L2, as many lines stay. What blocks store is
    // not shortened. Without sharing, fewer blocks touch fewer bytes.
    private static GpuMachine WithL2(GpuMachine machine, Kernel part, Kernel shortened, double loopShare, bool isTiled, int resident)
    {
        double size = machine.Gpu.L2.Size.BaseValue;
        double stored = KernelShape.StoredBytes(part) * Math.Min(resident, part.Blocks);
        double bytes = loopShare * size + (1 - loopShare) * stored;
        if (!isTiled) bytes *= (double)shortened.Blocks / part.Blocks;
        double warmed = shortened.Arrays.Where(array => array.Name != CarriedOver.Unwritten).Sum(array => array.Resident * array.Bytes);
        double least = Math.Max(0.25 * part.SharedBytes * Math.Min(resident, part.Blocks), warmed);
        return bytes >= size ? machine : MachineSlice.WithL2(machine, Math.Min(size, Math.Max(bytes, least)));
    }
}
