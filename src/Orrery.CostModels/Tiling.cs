using System.Globalization;

namespace Orrery.CostModels;

/// <summary>How a kernel cuts its work into thread blocks.</summary>
/// <param name="M">Rows of an output tile.</param>
/// <param name="N">Columns of an output tile.</param>
/// <param name="Splits">Parts of the sum (or of the keys) that different blocks work on; 1 where it is not split.</param>
/// <param name="Tiles">Thread blocks in all, splits included.</param>
/// <param name="Waves">Rounds in which the multiprocessors work them off; a fraction where the last is not full.</param>
public readonly record struct Tiling(int M, int N, int Splits, double Tiles, double Waves)
{
    public override string ToString() => Tiles <= 0 ? "none" : string.Create(CultureInfo.InvariantCulture,
        $"{M} x {N} tiles{(Splits > 1 ? $" in {Splits} splits" : "")}, {Tiles:0} blocks, {Waves:0.##} waves");
}
