using Orrery.Gpu.Programs;
using Orrery.Gpu.Sampling;

namespace Orrery.Gpu.Layers;

/// <summary>
/// What kernels leave in L2 for those after them, when each is simulated by itself. A kernel walks over all its arrays at once; least
/// recently used lines go first, so a line is still there if fewer bytes than L2 holds were touched since.
/// </summary>
internal static class CarriedOver
{
    /// <summary>The array that stands for lines of earlier kernels that must still be written to memory.</summary>
    public const string Unwritten = "unwritten";

    /// <summary>The kernels with the part of each array that is in L2 when they start, and with what is there unwritten.</summary>
    /// <param name="kernels">In the order in which they run.</param>
    /// <param name="cacheBytes">Bytes of L2.</param>
    public static IEnumerable<Kernel> In(IReadOnlyList<Kernel> kernels, double cacheBytes)
    {
        long end = kernels.SelectMany(kernel => kernel.Arrays).Select(array => array.Start + array.Bytes).DefaultIfEmpty(0).Max();
        var lastUses = new List<Use>();
        double touched = 0;
        foreach (Kernel kernel in kernels)
        {
            double own = kernel.Arrays.Sum(array => (double)array.Bytes);
            IReadOnlyList<KernelArray> arrays = touched == 0 ? kernel.Arrays : Warmed(kernel, lastUses, touched, own, cacheBytes, end);
            yield return kernel with { Arrays = arrays };
            foreach (KernelArray array in kernel.Arrays)
            {
                _ = lastUses.RemoveAll(use => use.Array.Start == array.Start);
                bool writes = array.Use == ArrayUse.Write || KernelShape.Writes(kernel, array);
                // What is only read again stays unwritten where it stays in L2.
                KernelArray found = arrays.First(other => other.Start == array.Start && other.Name == array.Name);
                lastUses.Add(new Use(array, touched, own, writes ? 1 : found.Dirty * found.Resident));
            }
            touched += own;
        }
    }

    private static KernelArray[] Warmed(Kernel kernel, List<Use> lastUses, double touched, double own, double cacheBytes, long end)
    {
        // The operands of a product are walked over again and again: their first use comes at the start.
        double walked = KernelShape.IsTiled(kernel) ? 0 : own;
        KernelArray[] arrays = [.. kernel.Arrays.Select(array => array with { Resident = 0 })];
        double unwritten = 0;
        foreach (Use use in lastUses)
        {
            double since = touched - use.Before - use.Walked;
            double kept = Math.Clamp((cacheBytes - since) / use.Walked, 0, 1);
            int at = Array.FindIndex(arrays, array => Common(array, use.Array) > 0);
            double hit = at < 0 ? 0 : Math.Min(kept, HitShare(use.Walked + since, walked + since, cacheBytes));
            if (hit > 0) arrays[at] = arrays[at] with { Resident = hit * Common(arrays[at], use.Array) / arrays[at].Bytes, Dirty = use.Dirty };
            unwritten += (kept - hit) * use.Dirty * use.Array.Bytes;
        }
        // They lie among lines that nobody needs any more.
        double rest = cacheBytes - arrays.Sum(array => array.Resident * array.Bytes);
        if (unwritten < 1 || rest < unwritten) return arrays;
        return [new KernelArray(Unwritten, end, (long)rest, ArrayUse.Read) { Resident = 1, Dirty = unwritten / rest }, .. arrays];
    }

    // Between two uses of an array's first byte lie so many bytes, of its last one so many; those between grow evenly.
    private static double HitShare(double first, double last, double cacheBytes)
    {
        if (Math.Max(first, last) <= cacheBytes) return 1;
        return Math.Min(first, last) >= cacheBytes ? 0 : (cacheBytes - Math.Min(first, last)) / Math.Abs(last - first);
    }

    private static long Common(KernelArray one, KernelArray other) =>
        Math.Max(0, Math.Min(other.Start + other.Bytes, one.Start + one.Bytes) - Math.Max(other.Start, one.Start));

    // The last use of an array: bytes that were touched before the kernel began, and those that it touched.
    private sealed record Use(KernelArray Array, double Before, double Walked, double Dirty);
}
