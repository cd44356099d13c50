using Orrery.CostModels.Constants;
using Orrery.Workloads.Formats;

namespace Orrery.CostModels.Analytic;

/// <summary>One output tile on one multiprocessor: all that does not depend on the multiplication, worked out once.</summary>
internal readonly struct GemmTile
{
    public GemmTile(int tileM, int tileN, NumberFormat format, Machine machine)
    {
        GemmConstants constants = machine.Constants.Gemm;
        (M, N) = (tileM, tileN);

        // Elements fetched for a multiply-add fall with the harmonic mean of the tile's sides.
        double side = (double)tileM * tileN / (tileM + tileN);
        double operations = 2.0 * tileM * tileN;
        Multiply = operations / machine.TileRate(side);
        Unpack = tileN * machine.UnpackSeconds;
        RowBytes = machine.Unit.Shared * format.Bytes;
        ColumnBytes = machine.Unit.Shared * format.WeightBytes;
        OutputBytes = (double)tileM * tileN * format.OutputBytes;
        Stage = machine.Unit.IsVector ? 0 : constants.StageClocks / machine.Clock / machine.Unit.Stages / machine.Unit.Step;
        Ends = ((OutputBytes / machine.Constants.Memory.BytesPerClock) + constants.TileClocks) / machine.Clock;
        RoundsAlone = machine.Unit.RoundsAlone(tileM, tileN, constants.BusyWarps);
        Joules = operations * machine.OperationJoules * (1 + (machine.HalfSide / side));
    }

    /// <summary>Rows of the output.</summary>
    public int M { get; }

    /// <summary>Columns of the output.</summary>
    public int N { get; }

    /// <summary>Seconds of arithmetic for one element of the sum.</summary>
    public double Multiply { get; }

    /// <summary>Seconds to unpack the weights of one element of the sum.</summary>
    public double Unpack { get; }

    /// <summary>Bytes of one row of activations for one element of the sum.</summary>
    public double RowBytes { get; }

    /// <summary>Bytes of one column of weights for one element of the sum.</summary>
    public double ColumnBytes { get; }

    /// <summary>Bytes of the results.</summary>
    public double OutputBytes { get; }

    /// <summary>Seconds for which the pipeline waits for one element of the sum at least.</summary>
    public double Stage { get; }

    /// <summary>Seconds to fill the pipeline and to write the results.</summary>
    public double Ends { get; }

    /// <summary>Tiles that a multiprocessor could work on in the time of one that is alone.</summary>
    public double RoundsAlone { get; }

    /// <summary>Joules of arithmetic for one element of the sum, at boost.</summary>
    public double Joules { get; }
}
