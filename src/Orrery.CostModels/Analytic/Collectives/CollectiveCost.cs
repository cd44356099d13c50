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
    private static readonly Choice[] Choices =
    [
        .. from type in typeof(ICollectiveAlgorithm).Assembly.GetTypes()
           where type.IsClass && type.IsAssignableTo(typeof(ICollectiveAlgorithm))
           orderby type.Name
           let algorithm = (ICollectiveAlgorithm)Activator.CreateInstance(type)!
           from protocol in algorithm.Protocols
           select new Choice(algorithm, protocol),
    ];

    private readonly double _channelClock = Math.Min(constants.Channels, sms) * clock;

    // What each choice costs does not change from question to question.
    private readonly Price[] _prices =
    [
        .. Choices.Select(choice => new Price(choice.Protocol.Share(constants), choice.Protocol.Seconds(constants),
            choice.Protocol.Flights(constants),
            choice.Protocol.BytesPerClock(constants) * Math.Min(constants.Channels, sms) * clock)),
    ];

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
        for (int index = 0; index < Choices.Length; index++)
        {
            Choice choice = Choices[index];
            if ((flagLines || !choice.Protocol.FlagLines) && choice.Algorithm.Runs(work, tiers) && Allowed(choice, work))
            {
                CollectivePlan plan = choice.Algorithm.Plan(work, tiers, loads);
                OperatorCost cost = Of(plan, tiers, loads, _prices[index], choice.Name);
                best = cost.Seconds < best.Seconds ? cost : best;
            }
        }

        return best;
    }

    private bool Allowed(Choice choice, Collective work) =>
        !ReferenceEquals(choice.Protocol, Protocol.Peer) || work.BufferBytes < constants.PeerLimit;

    private OperatorCost Of(
        CollectivePlan plan, ReadOnlySpan<TierShare> tiers, ReadOnlySpan<TierLoad> loads, Price price, string name)
    {
        double latency = 0;
        double longest = 0;
        double sum = 0;
        for (int tier = 0; tier < tiers.Length; tier++)
        {
            latency += loads[tier].Steps * tiers[tier].Latency;
            double rate = Math.Min(tiers[tier].Rate * price.Share, tiers[tier].Below * price.Rate);
            double seconds = loads[tier].Bytes / rate;
            longest = Math.Max(longest, seconds);
            sum += seconds;
        }

        double network = plan.InTurn ? sum : longest;
        double copy = plan.CopyBytes / (_channelClock * constants.CopyBytesPerClock);
        double launch = price.Seconds + (price.Flights * latency);
        Bound bound = launch >= network ? Bound.Launch : Bound.Network;
        return new OperatorCost(launch + network + copy, bound, new CostBreakdown(0, copy, 0, launch, network)) { Algorithm = name };
    }

    private sealed record Choice(ICollectiveAlgorithm Algorithm, Protocol Protocol)
    {
        public string Name { get; } =
            Protocol.Name.Length == 0 ? Algorithm.Name : $"{Algorithm.Name}, {Protocol.Name}";
    }

    private readonly record struct Price(double Share, double Seconds, double Flights, double Rate);
}
