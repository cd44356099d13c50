using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Validation;

namespace Orrery.Models.Tests.Validation;

/// <summary>Does a fit find what the rows were made with?</summary>
public sealed class FitTests
{
    private static readonly PhysicalConstants Shipped = PhysicalConstants.Default;

    [Fact]
    public void Is_each_constant_that_rows_tell_about_found_again()
    {
        Fit now = new(MadeRows.Cost, MadeRows.Of(Shipped, MadeRows.A100));
        IReadOnlyList<Constant> told = now.Tellable(Shipped, Constant.All.Where(constant => constant.IsFitted));
        Assert.NotEmpty(told);
        foreach (Constant constant in told)
        {
            PhysicalConstants real = constant.With(Shipped, MadeRows.Moved(constant, Shipped));
            Fit fit = new(MadeRows.Cost, MadeRows.Of(real, MadeRows.A100));
            double before = fit.Error(Shipped);
            double after = fit.Error(fit.Run(Shipped, [constant]));
            // The last step is one per cent of the constant, and the constant was a quarter off.
            Assert.True(after <= before / 4, $"{constant.Name}: {before} % before, {after} % after");
        }
    }

    [Fact]
    public void Do_multiplications_tell_nothing_about_attention()
    {
        MeasuredRow[] gemms = [.. MadeRows.Of(Shipped, MadeRows.A100).Where(row => row.Kind == "gemm")];
        IReadOnlyList<Constant> told = new Fit(MadeRows.Cost, gemms).Tellable(Shipped, Constant.All);
        Assert.Contains(told, constant => constant.Name.StartsWith("gemm.", StringComparison.Ordinal));
        Assert.DoesNotContain(told, constant => constant.Name.StartsWith("attention.", StringComparison.Ordinal));
        Assert.DoesNotContain(told, constant => constant.Name.StartsWith("method.", StringComparison.Ordinal));
    }

    [Fact]
    public void Does_leaving_a_gpu_out_foretell_it_from_the_other()
    {
        Constant constant = new Fit(MadeRows.Cost, MadeRows.Of(Shipped, MadeRows.A100, MadeRows.T4))
            .Tellable(Shipped, Constant.All.Where(known => known.IsFitted))[0];
        IReadOnlyList<MeasuredRow> rows = MadeRows.Of(
            constant.With(Shipped, MadeRows.Moved(constant, Shipped)), MadeRows.A100, MadeRows.T4);

        double shipped = Error(new Validator(MadeRows.Cost(Shipped), Shipped).Compare(rows));
        IReadOnlyList<Comparison> foretold = new LeaveOneOut(MadeRows.Cost, Shipped).Run(rows);

        Assert.Equal(rows.Count, foretold.Count);
        Assert.True(Error(foretold) < shipped / 2, $"{shipped} before, {Error(foretold)} after");

        static double Error(IEnumerable<Comparison> comparisons) => comparisons.Average(pair => pair.AbsoluteError);
    }

    [Fact]
    public void Does_the_choice_of_rows_depend_on_the_rows_alone()
    {
        IReadOnlyList<MeasuredRow> rows = MadeRows.Of(Shipped, MadeRows.A100, MadeRows.T4);
        MeasuredRow[] turned = [.. rows.Reverse()];
        Assert.Equal(RowSample.Of(rows, 20), RowSample.Of(turned, 20).Reverse());
        Assert.Equal(20, RowSample.Of(rows, 20).Count);

        (IReadOnlyList<MeasuredRow> fitted, IReadOnlyList<MeasuredRow> heldOut) = RowSample.Split([.. rows, .. rows]);
        Assert.Equal(2 * rows.Count, fitted.Count + heldOut.Count);
        Assert.NotEmpty(heldOut);
        Assert.Empty(fitted.Select(row => (row.Gpu, row.Work[0])).Intersect(heldOut.Select(row => (row.Gpu, row.Work[0]))));
    }
}
