using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Validation;

/// <summary>Does what was measured go before the model, and only where it was measured?</summary>
public sealed class MeasuredCostTests
{
    private static readonly AnalyticCost Model = new();

    [Fact]
    public void Is_a_measured_shape_answered_with_exactly_its_time()
    {
        OperatorCost cost = With(MadeRows.Row(Gemm(512), 123.4e-6)).Cost(Gemm(512, name: "QKV projection"), MadeRows.A100);
        Assert.Equal(123.4e-6, cost.Seconds);
        Assert.Equal(CostOrigin.Measured, cost.Origin);
    }

    [Fact]
    public void Do_the_parts_keep_their_proportion()
    {
        OperatorCost modelled = Model.Cost(Gemm(512), MadeRows.A100);
        OperatorCost cost = With(MadeRows.Row(Gemm(512), 2 * modelled.Seconds)).Cost(Gemm(512), MadeRows.A100);
        Assert.Equal(modelled.Bound, cost.Bound);
        Assert.Equal(2 * modelled.Breakdown.Memory, cost.Breakdown.Memory, 1e-12);
        Assert.Equal(modelled.Watts, cost.Watts, 1e-6);
    }

    [Fact]
    public void Do_repeats_give_their_median()
    {
        MeasuredRow[] rows = [.. ((double[])[50e-6, 90e-6, 52e-6]).Select(seconds => MadeRows.Row(Gemm(512), seconds))];
        Assert.Equal(52e-6, With(rows).Cost(Gemm(512), MadeRows.A100).Seconds);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(512 + 1)]
    [InlineData(1023)]
    public void Does_a_shape_between_two_get_a_ratio_between_theirs(int m)
    {
        // Measured is 1.2 times the model at 512 rows and 1.5 times at 1024.
        OperatorCost cost = With(Times(Gemm(512), 1.2), Times(Gemm(1024), 1.5)).Cost(Gemm(m), MadeRows.A100);
        Assert.Equal(CostOrigin.Interpolated, cost.Origin);
        double ratio = cost.Seconds / Model.Cost(Gemm(m), MadeRows.A100).Seconds;
        // log-log: 1.2^(1-w) 1.5^w with w = log2(m / 512).
        Assert.Equal(1.2 * Math.Pow(1.25, Math.Log2(m / 512.0)), ratio, 1e-9);
        Assert.InRange(ratio, 1.2, 1.5);
    }

    [Fact]
    public void Are_queries_and_keys_of_a_prefill_taken_together()
    {
        OperatorCost cost = With(Times(Prefill(1024), 1.2), Times(Prefill(2048), 1.2)).Cost(Prefill(1500), MadeRows.A100);
        Assert.Equal(CostOrigin.Interpolated, cost.Origin);
        Assert.Equal(1.2 * Model.Cost(Prefill(1500), MadeRows.A100).Seconds, cost.Seconds, 1e-12);
    }

    [Fact]
    public void Do_far_or_one_sided_or_other_shapes_stay_with_the_model()
    {
        Stays(Gemm(700), Times(Gemm(500), 2), Times(Gemm(1001), 2)); // more than twice apart
        Stays(Gemm(700), Times(Gemm(512), 2), Times(Gemm(600), 2)); // nothing above
        Stays(Gemm(700), Times(Gemm(512, n: 2048), 2), Times(Gemm(1024), 2)); // another width below
        Stays(new Gemm("", NumberFormat.Bf16, 512, 4096, 4096), Times(Gemm(512), 2)); // another format
        Stays(new Norm("", NumberFormat.Fp16, 512, 4096, Rms: false), Times(new Norm("", NumberFormat.Fp16, 512, 4096, Rms: true), 2));
        Stays(Gemm(512), Times(Gemm(512), 2) with { Work = [Gemm(512), Gemm(512)] }); // two operators in one time
        Stays(Gemm(512), Times(Gemm(512), 2) with { Suspect = true });

        void Stays(Operator asked, params MeasuredRow[] rows) => Assert.Equal(Model.Cost(asked, MadeRows.A100), With(rows).Cost(asked, MadeRows.A100));
    }

    [Fact]
    public void Does_another_gpu_stay_with_the_model() =>
        Assert.Equal(Model.Cost(Gemm(512), MadeRows.T4), With(Times(Gemm(512), 2)).Cost(Gemm(512), MadeRows.T4));

    [Fact]
    public void Is_what_the_method_adds_taken_off_again()
    {
        IMeasuringMethod method = MethodCatalogue.Find("cuda_event_1op")!;
        double shown = method.Shown(300e-6, [Gemm(512)], Model.Cost(Gemm(512), MadeRows.A100).Kernels, PhysicalConstants.Default.Method);
        Assert.True(shown > 300e-6);
        Assert.Equal(300e-6, With(MadeRows.Row(Gemm(512), shown, method: "cuda_event_1op")).Cost(Gemm(512), MadeRows.A100).Seconds, 1e-12);
    }

    [Fact]
    public void Is_a_time_that_is_mostly_the_methods_own_not_believed()
    {
        IMeasuringMethod method = MethodCatalogue.Find("cuda_event_1op")!;
        double shown = method.Shown(1e-6, [Gemm(512)], 1, PhysicalConstants.Default.Method);
        Assert.Equal(CostOrigin.Modelled, With(MadeRows.Row(Gemm(512), shown, method: "cuda_event_1op")).Cost(Gemm(512), MadeRows.A100).Origin);
    }

    [Fact]
    public void Does_the_order_of_rows_make_no_difference()
    {
        MeasuredRow[] rows = [.. ((int[])[256, 384, 512, 1024, 512]).Select((m, i) => Times(Gemm(m), 1 + (0.1 * i)))];
        foreach (int m in (int[])[300, 512, 700])
        {
            Assert.Equal(With(rows).Cost(Gemm(m), MadeRows.A100), With([.. rows.Reverse()]).Cost(Gemm(m), MadeRows.A100));
        }
    }

    [Fact]
    public void Is_a_window_another_shape_and_the_place_of_a_page_not()
    {
        Walk plain = new("", NumberFormat.Fp16, 4096);
        MeasuredRow row = MadeRows.Row(plain with { Page = 16 }, 1e-3);
        Assert.Equal(CostOrigin.Measured, With(row).Cost(plain, MadeRows.A100).Origin);
        Assert.Equal(CostOrigin.Modelled, With(row).Cost(plain with { Window = 64 }, MadeRows.A100).Origin);
        Assert.Equal(CostOrigin.Measured, With(row with { Work = [plain with { Window = 64, Page = 16 }] }).Cost(plain with { Window = 64, Page = 16 }, MadeRows.A100).Origin);
    }

    private static MeasuredCost With(params MeasuredRow[] rows) => new(Model, MadeRows.A100, rows, PhysicalConstants.Default.Method);

    private static MeasuredRow Times(Operator work, double ratio) => MadeRows.Row(work, ratio * Model.Cost(work, MadeRows.A100).Seconds);

    private static Gemm Gemm(int m, int n = 4096, string name = "") => new(name, NumberFormat.Fp16, m, n, 4096);

    private static Attention Prefill(int tokens) => new("", NumberFormat.Fp16, 1, 32, 8, 128, tokens, tokens, true);

    /// <summary>An operator with properties beside its sizes: one changes its work, one does not.</summary>
    private sealed record Walk(string Name, NumberFormat Format, int Rows) : Operator(Name, Format)
    {
        public int Window { get; init; }

        public int Page { get; init; }

        public override string Kind => "walk";

        public override string Shape => "walk";

        public override double Flops => Rows * (Window > 0 ? Window : Rows);

        public override double Bytes => Rows;
    }
}
