using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Layers;

/// <summary>What kernels leave in L2 for those after them, when each is simulated by itself.</summary>
internal static class CarriedOver
{
    /// <summary>
    /// The kernels with the part of each array that is still in L2 when they start: least recently used lines go first, so an array stays
    /// whole while what was touched since, and itself, fit.
    /// </summary>
    /// <param name="kernels">In the order in which they run.</param>
    /// <param name="cacheBytes">Bytes of L2.</param>
    public static IEnumerable<Kernel> In(IReadOnlyList<Kernel> kernels, double cacheBytes)
    {
        // Arrays by when they were touched, the last one at the end.
        List<KernelArray> touched = [];
        foreach (Kernel kernel in kernels)
        {
            yield return touched.Count == 0 ? kernel : kernel with { Arrays = [.. kernel.Arrays.Select(array => Warmed(array, touched, cacheBytes))] };
            foreach (KernelArray array in kernel.Arrays.OrderBy(array => array.Use))
            {
                _ = touched.RemoveAll(other => other.Start == array.Start);
                touched.Add(array);
            }
        }
    }

    private static KernelArray Warmed(KernelArray array, List<KernelArray> touched, double cacheBytes)
    {
        double since = 0;
        for (int at = touched.Count - 1; at >= 0 && since < cacheBytes; at--)
        {
            KernelArray other = touched[at];
            long common = Math.Min(other.Start + other.Bytes, array.Start + array.Bytes) - Math.Max(other.Start, array.Start);
            if (common <= 0)
            {
                since += other.Bytes;
                continue;
            }
            double kept = Math.Clamp((cacheBytes - since) / other.Bytes, 0, 1);
            return array with { Resident = kept * common / array.Bytes };
        }
        return array with { Resident = 0 };
    }
}
