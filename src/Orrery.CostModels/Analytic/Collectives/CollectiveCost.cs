using Orrery.CostModels.Constants;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Analytic.Collectives;

/// <summary>
/// Collectives in closed form: every algorithm with every protocol is priced, and the fastest counts. Time = start + steps x latency +
/// bytes over links + copy of the last part. Links and memory do not overlap here: the copy waits for the last step.
/// </summary>
/// <param name="constants">What the kernels cost, calibration of the GPU included.</param>
/// <param name="clock">Clock of the multiprocessors in hertz.</param>
/// <param name="sms">Multiprocessors.</param>
internal sealed class CollectiveCost(CollectiveConstants constants, double clock, int sms)
{
    private static readonly ICollectiveAlgorithm[] Algorithms =
    [
        .. typeof(ICollectiveAlgorithm).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ICollectiveAlgorithm)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (ICollectiveAlgorithm)Activator.CreateInstance(type)!),
    ];

    // What each choice costs does not change from question to question.
    private readonly Price[][] _prices =
        [.. Algorithms.Select(algorithm => algorithm.Protocols.Select(protocol => new Price(algorithm, protocol, constants)).ToArray())];

    private readonly double _channelClock = Math.Min(constants.Channels, sms) * clock;

    /// <summary>The cost of the fastest algorithm. One rank alone has nothing to do.</summary>
    public OperatorCost Of(Collective work, Fabric fabric)
    {
        if (work.Ranks == 1)
        {
            return new OperatorCost(0, Bound.Launch, default) { Algorithm = "none", Kernels = 0 };
        }

        Span<TierShare> all = stackalloc TierShare[TierShare.MostTiers];
        Span<TierLoad> loads = stackalloc TierLoad[TierShare.MostTiers];
        ReadOnlySpan<TierShare> tiers = all[..TierShare.Lay(fabric, work.Ranks, work.RanksPerNode, all)];
        bool flagLines = true;
        foreach (TierShare tier in tiers)
        {
            flagLines &= tier.FlagLines;
        }

        OperatorCost best = new(double.PositiveInfinity, Bound.Network, default);
        for (int index = 0; index < Algorithms.Length; index++)
        {
            if (!Algorithms[index].Runs(work, tiers))
            {
                continue;
            }

            CollectivePlan plan = Algorithms[index].Plan(work, tiers, loads);
            foreach (Price price in _prices[index])
            {
                if ((flagLines || !price.FlagLines) && work.BufferBytes < price.Limit)
                {
                    OperatorCost cost = Of(plan, tiers, loads, price);
                    best = cost.Seconds < best.Seconds ? cost : best;
                }
            }
        }

        return best;
    }

    private OperatorCost Of(CollectivePlan plan, ReadOnlySpan<TierShare> tiers, ReadOnlySpan<TierLoad> loads, Price price)
    {
        double latency = 0;
        double longest = 0;
        double sum = 0;
        for (int tier = 0; tier < tiers.Length; tier++)
        {
            latency += loads[tier].Steps * tiers[tier].Latency;
            double share = tier == 0 ? price.Share : price.OuterShare;
            double rate = Math.Min(tiers[tier].Rate * share, tiers[tier].Below * _channelClock * price.BytesPerClock);
            double seconds = loads[tier].Bytes / rate;
            longest = Math.Max(longest, seconds);
            sum += seconds;
        }

        double network = plan.InTurn ? sum : longest;
        double copy = plan.CopyBytes / (_channelClock * constants.CopyBytesPerClock);
        double launch = price.Seconds + (price.Flights * latency);
        Bound bound = launch >= network ? Bound.Launch : Bound.Network;
        return new OperatorCost(launch + network + copy, bound, new CostBreakdown(0, copy, 0, launch, network)) { Algorithm = price.Name };
    }

    /// <summary>One algorithm with one protocol: its name in results, and the protocol in numbers.</summary>
    private sealed class Price(ICollectiveAlgorithm algorithm, Protocol protocol, CollectiveConstants constants)
    {
        public string Name { get; } = protocol.Name.Length == 0 ? algorithm.Name : $"{algorithm.Name}, {protocol.Name}";

        public double Share { get; } = protocol.Share(constants);

        public double OuterShare { get; } = protocol.OuterShare(constants);

        public double Seconds { get; } = protocol.Seconds(constants);

        public double Flights { get; } = protocol.Flights(constants);

        public double BytesPerClock { get; } = protocol.BytesPerClock(constants);

        /// <summary>Bytes from which on it is not used.</summary>
        public double Limit { get; } = protocol.Limit(constants);

        public bool FlagLines { get; } = protocol.FlagLines;
    }
}
