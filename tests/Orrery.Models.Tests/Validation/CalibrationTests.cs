using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;
using Orrery.Validation;

namespace Orrery.Models.Tests.Validation;

/// <summary>Does calibrating a GPU help on rows it did not see, and does its file load again?</summary>
public sealed class CalibrationTests
{
    private static readonly PhysicalConstants Shipped = PhysicalConstants.Default;
    private static readonly Constant Changed = new Fit(MadeRows.Cost, MadeRows.Of(Shipped, MadeRows.A100))
        .Tellable(Shipped, Constant.All.Where(constant => constant.IsFitted))[0];

    private static readonly IReadOnlyList<MeasuredRow> Rows =
        MadeRows.Of(Changed.With(Shipped, MadeRows.Moved(Changed, Shipped)), MadeRows.A100);

    [Fact]
    public void Are_rows_that_were_held_out_predicted_better()
    {
        Calibration calibration = Calibration.Of(MadeRows.A100, Rows, [Changed.Name]).Value!;
        Assert.True(calibration.Helps);
        Assert.True(calibration.After < calibration.Before / 4, $"{calibration.Before} before, {calibration.After} after");
        Assert.Equal(Rows.Count, calibration.FittedRows + calibration.HeldOutRows);
        FittedConstant one = Assert.Single(calibration.Constants);
        Assert.Equal(Changed.Name, one.Constant.Name);
        Assert.Equal(MadeRows.Moved(Changed, Shipped), one.After, MadeRows.Moved(Changed, Shipped) * 0.1);
    }

    [Fact]
    public void Is_there_nothing_to_gain_where_the_model_is_right()
    {
        Calibration calibration = Calibration.Of(MadeRows.A100, MadeRows.Of(Shipped, MadeRows.A100)).Value!;
        Assert.False(calibration.Helps);
        Assert.Empty(calibration.Constants);
    }

    [Fact]
    public void Does_the_file_load_again_as_this_gpu_with_these_constants()
    {
        Calibration calibration = Calibration.Of(MadeRows.A100, Rows, [Changed.Name]).Value!;
        List<Diagnostic> mistakes = [];
        string text = CalibrationFile.Text(calibration, MadeRows.A100.Name, "rows.csv");
        MapNode document = YamlReader.Read("made.yaml", text, mistakes)!;
        HardwareGpu? gpu = new GpuReader("", mistakes).Read(document, "gpu");

        Assert.Empty(mistakes);
        Assert.Equal(calibration.Constants[0].After, gpu!.Calibration[Changed.Name]);
        Assert.Equal(MadeRows.A100.SmCount, gpu.SmCount);
        Assert.Equal(MadeRows.A100.Sources.Count + 1, gpu.Sources.Count);
        Assert.Empty(GpuCalibration.Mistakes(gpu, "made.yaml"));

        // A second calibration starts from the first, and finds nothing left to do.
        Calibration again = Calibration.Of(gpu, Rows, [Changed.Name]).Value!;
        Assert.Equal(calibration.After, again.Before, 6);
    }

    [Fact]
    public void Are_too_few_rows_and_unknown_constants_refused_together()
    {
        IReadOnlyList<Diagnostic> mistakes = Calibration.Of(MadeRows.A100, Rows.Take(Calibration.FewestRows - 1), ["memory.eficiency"]).Diagnostics;
        Assert.Equal(2, mistakes.Count);
        Assert.Contains("too few rows", mistakes[0].Problem, StringComparison.Ordinal);
        Assert.Equal("memory.efficiency", mistakes[1].Nearest);
    }

    [Fact]
    public void Do_rows_of_other_gpus_not_count() =>
        Assert.Contains("too few rows", Calibration.Of(MadeRows.T4, Rows).Diagnostics[0].Problem, StringComparison.Ordinal);
}
