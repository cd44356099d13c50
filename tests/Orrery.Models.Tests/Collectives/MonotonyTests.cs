using FsCheck;
using FsCheck.Fluent;
using Orrery.Configuration.Units;
using Orrery.CostModels;
using Orrery.CostModels.Analytic;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;
using static Orrery.Models.Tests.Collectives.Fabrics;

namespace Orrery.Models.Tests.Collectives;

public sealed class MonotonyTests
{
    private static readonly AnalyticCost Model = new();

    private static readonly string[] Switched = ["hgx-a100", "hgx-h100", "hgx-b200", "pcie-4", "hgx-a100-ethernet"];

    [Fact]
    public void Does_a_longer_buffer_never_take_less_time() => ForAny((fabric, work) =>
        AtLeast(Seconds(fabric, work with { BufferBytes = work.BufferBytes * 1.3 }), Seconds(fabric, work)));

    [Fact]
    public void Does_a_faster_tier_never_take_longer() => ForAny((fabric, work) =>
        Enumerable.Range(0, fabric.Tiers.Count).All(index => AtLeast(
            Seconds(fabric, work), Seconds(Changed(fabric, index, tier => tier with { Bandwidth = new Bandwidth(tier.Bandwidth.BytesPerSecond * 2) }), work))));

    [Fact]
    public void Does_a_shorter_latency_never_take_longer() => ForAny((fabric, work) =>
        Enumerable.Range(0, fabric.Tiers.Count).All(index => AtLeast(
            Seconds(fabric, work), Seconds(Changed(fabric, index, tier => tier with { Latency = new Duration(tier.Latency.Seconds / 2) }), work))));

    [Fact]
    public void Do_more_ranks_with_equal_buffers_never_take_less_time() => ForAny((fabric, work) =>
    {
        // A gathered buffer grows with the ranks, each of which brings as much as before.
        bool parts = work.Operation is CollectiveOperation.AllGather or CollectiveOperation.ReduceScatter or CollectiveOperation.AllToAll;
        Collective more = work with { Ranks = work.Ranks * 2, RanksPerNode = work.Nodes > 1 ? work.RanksPerNode : work.Ranks * 2 };
        return AtLeast(Seconds(fabric, more with { BufferBytes = work.BufferBytes * (parts ? 2 : 1) }), Seconds(fabric, work));
    });

    [Fact]
    public void Is_no_collective_faster_than_its_links()
    {
        ForAny((fabric, work) =>
        {
            OperatorCost cost = Model.Cost(fabric, work);
            CostBreakdown parts = cost.Breakdown;
            double sum = parts.Launch + parts.Network + parts.Memory;
            return double.IsFinite(cost.Seconds) && cost.Algorithm.Length > 0 && parts.Network > 0
                && Math.Abs(cost.Seconds - sum) <= 1e-12 * sum;
        });
    }

    [Fact]
    public void Is_nothing_allocated_for_a_question()
    {
        Collective[] works =
        [
            .. Enum.GetValues<CollectiveOperation>().SelectMany(operation => new[]
            {
                Collective(operation, 1e6, 8, peers: true), Collective(operation, 1e6, 64, 8),
            }),
        ];
        foreach (Collective work in works)
        {
            _ = Model.Cost(work, A100);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Collective work in works)
        {
            _ = Model.Cost(work, A100);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool AtLeast(double longer, double shorter) => longer >= shorter * (1 - 1e-9);

    private static double Seconds(Fabric fabric, Collective work) => Model.Cost(fabric, work).Seconds;

    private static Fabric Changed(Fabric fabric, int index, Func<FabricTier, FabricTier> change) =>
        fabric with { Tiers = [.. fabric.Tiers.Select((tier, place) => place == index ? change(tier) : tier)] };

    private static void ForAny(Func<Fabric, Collective, bool> holds)
    {
        Gen<(Fabric, Collective)> anything =
            from name in Gen.Elements(Switched)
            from operation in Gen.Elements(Enum.GetValues<CollectiveOperation>())
            from exponent in Gen.Choose(8, 33)
            from mantissa in Gen.Choose(64, 127)
            from ranks in Gen.Elements(2, 3, 4)
            from nodes in Gen.Elements(1, 2, 5, 16)
            from peers in Gen.Elements(false, true)
            select (FabricCatalogue.Find(name)!,
                Collective(operation, Math.Pow(2, exponent) * mantissa / 64, ranks * nodes, ranks, peers));
        Prop.ForAll(anything.ToArbitrary(), pair => holds(pair.Item1, pair.Item2)).QuickCheckThrowOnFailure();
    }
}
