using FsCheck;
using FsCheck.Fluent;
using Orrery.Benchmarks;
using Orrery.Benchmarks.Gpu;
using Orrery.Benchmarks.Mesh;
using Orrery.Benchmarks.Phold;

namespace Orrery.Engine.Tests.Reference;

/// <summary>Do the benchmark models compute what plain loops compute, for any parameters, manager and thread count?</summary>
public sealed class SameAsReferenceTests
{
    private const int Draws = 12;

    [Fact]
    public void Phold() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Draws).WithQuietOnSuccess(true),
        Prop.ForAll(
            (from n in Gen.Choose(1, 40)
             from k in Gen.Choose(0, 4)
             from d in Gen.Elements(1, 2, 10, 300, 9000)
             from w in Gen.Choose(0, 3)
             from t in Gen.Choose(0, 10)
             select new PholdParameters(n, k, (ulong)d, w, t * Math.Max(6, (long)d / 2))).ToArbitrary(),
            p => AllAgree(PlainPhold.Run(p.Components, p.TokensEach, p.DelayRange, p.Work, p.EndTick), () => new PholdModel(p))));

    [Fact]
    public void Mesh() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Draws).WithQuietOnSuccess(true),
        Prop.ForAll(
            (from x in Gen.Choose(1, 6)
             from y in Gen.Choose(1, 6)
             from r in Gen.Choose(0, 900)
             from b in Gen.Choose(1, 5)
             from t in Gen.Choose(0, 90)
             select new MeshParameters(x, y, (ulong)r, b, t)).ToArbitrary(),
            p => AllAgree(PlainMesh.Run(p.Columns, p.Rows, p.Rate, p.Depth, p.EndTick), () => new MeshModel(p), p.EndTick)));

    [Fact]
    public void Gpu() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Draws).WithQuietOnSuccess(true),
        Prop.ForAll(
            (from s in Gen.Choose(1, 8)
             from w in Gen.Choose(1, 70)
             from l in Gen.Choose(1, 6)
             from q in Gen.Choose(0, 3)
             select new GpuParameters(s, w, l, q)).ToArbitrary(),
            p => AllAgree(PlainGpu.Run(p.Cores, p.Warps, p.Slices, p.Requests), () => new GpuModel(p))));

    private static void AllAgree(BenchmarkResult expected, Func<IBenchmarkModel> make, long until = Simulation.LastTick)
    {
        foreach ((string manager, int threads) in Managers.All)
        {
            IBenchmarkModel model = make();
            model.Simulation.Run(Managers.Options(manager, threads) with { Until = until });
            Assert.True(expected == model.Result(), $"{manager}, {threads} threads: {model.Result()} and not {expected}");
        }
    }
}
