using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic;

/// <summary>Bytes of a multiplication that pass through device memory, given what the caches hold.</summary>
/// <param name="Compulsory">Bytes that move however the tiles lie.</param>
/// <param name="Panels">Bytes of both inputs that are not at hand when the kernel starts.</param>
/// <param name="Spilled">Part of the inputs that the cache cannot hold while tiles walk over them.</param>
internal readonly record struct GemmTraffic(double Compulsory, double Panels, double Spilled)
{
    /// <summary>
    /// Weights are at hand as far as the cache holds all that passed since their last use; activations and results as a kernel
    /// before left the ones and one behind finds the others.
    /// </summary>
    public static GemmTraffic Of(Gemm gemm, Machine machine)
    {
        double weights = gemm.Groups * (double)gemm.K * gemm.N * gemm.Format.WeightBytes;
        double activations = gemm.Groups * (double)gemm.M * gemm.K * gemm.Format.Bytes;
        double results = gemm.Bytes - weights - activations;
        double inputs = (weights * (1 - machine.Resident(gemm.WeightDistance)))
            + (activations * (1 - machine.Resident(activations + results)));
        double written = results * (1 - machine.Resident(activations + results));
        double spilled = 1 - machine.Resident((weights + activations) / gemm.Groups);
        return new GemmTraffic(inputs + written, inputs, spilled);
    }

    /// <summary>
    /// Bytes through memory when tiles of these sides run in waves. A wave covers a nearly square patch, as libraries order
    /// tiles, and reads its rows and columns once; where the inputs do not fit the cache, the next wave reads its own again.
    /// </summary>
    public double Bytes(Gemm gemm, double tiles, int tileM, int tileN, double atOnce)
    {
        if (Spilled <= 0 || tiles <= atOnce)
        {
            return Compulsory;
        }

        double side = Math.Sqrt(atOnce * tileM * tileN);
        double patches = (double)gemm.Groups * gemm.M * gemm.N / (side * side);
        double read = patches * (Math.Min(side, gemm.M) * gemm.Format.Bytes + Math.Min(side, gemm.N) * gemm.Format.WeightBytes) * gemm.K;
        return Compulsory + (Math.Max(0, read - Panels) * Spilled);
    }
}
