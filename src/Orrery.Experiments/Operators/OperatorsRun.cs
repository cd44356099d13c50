using Orrery.Configuration.Documents;
using Orrery.CostModels;
using Orrery.Experiments.Cycle;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Operators;

/// <summary>An operator and the layer that it belongs to.</summary>
/// <param name="Work">The operator.</param>
/// <param name="Layer">The layer, from 0.</param>
internal readonly record struct PlacedOperator(Operator Work, int Layer);

/// <summary>Operators on a GPU one after the other, in one fidelity.</summary>
/// <param name="gpu">The GPU.</param>
/// <param name="cost">The fidelity.</param>
/// <param name="cycle">How it is simulated cycle by cycle; null in the other fidelities.</param>
/// <param name="place">The place in the file that asks for the work.</param>
/// <param name="key">Its key.</param>
internal sealed class OperatorsRun(HardwareGpu gpu, IOperatorCost cost, CycleChoice? cycle, Node place, string key)
{
    private IReadOnlyList<string> _unsimulated = [];

    /// <summary>The GPU.</summary>
    public HardwareGpu Gpu => gpu;

    /// <summary>Name of the fidelity.</summary>
    public string Fidelity => cost.Fidelity;

    /// <summary>What the simulation told beyond times; null in the other fidelities.</summary>
    public CycleDetail? Detail { get; private set; }

    /// <summary>The operators with their times.</summary>
    public IReadOnlyList<OperatorResult> Run(
        IReadOnlyList<PlacedOperator> work, IProgress<RunProgress>? progress, RunHow how, CancellationToken cancellation)
    {
        CycleWork? simulated = cycle is null ? null : new CycleWork(gpu, cycle);
        IReadOnlyDictionary<int, OperatorCost> costs = simulated is null ? new Dictionary<int, OperatorCost>()
            : Refusals.Told(place, key, () => simulated.Run([.. work.Select(placed => placed.Work)], progress, how, cancellation));
        _unsimulated = simulated is null ? [] : [.. work.Where((_, at) => !costs.ContainsKey(at)).Select(placed => placed.Work.Name).Distinct()];
        List<OperatorResult> results = new(work.Count);
        double clock = 0;
        for (int at = 0; at < work.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            OperatorCost one = costs.TryGetValue(at, out OperatorCost known) ? known : cost.Cost(work[at].Work, gpu, cancellation);
            results.Add(Result(work[at], clock, one));
            clock += one.Seconds;
            if (simulated is null)
            {
                progress?.Report(new RunProgress((at + 1.0) / work.Count, clock, work[at].Work.Name));
            }
        }

        Detail = simulated?.Detail([.. results.Select(result => result.StartSeconds)]);
        return [.. results.Select(result => result with { ShareOfTotal = result.TimeSeconds / clock })];
    }

    /// <summary>What this run leaves out, one sentence each.</summary>
    public IEnumerable<string> Notes()
    {
        if (_unsimulated.Count > 0)
        {
            yield return $"Closed forms stand for operators without a kernel: {string.Join(", ", _unsimulated)}.";
        }

        foreach (string gap in cost.NotModelled)
        {
            yield return "Not modelled: " + char.ToLowerInvariant(gap[0]) + gap[1..];
        }
    }

    /// <summary>Settings as YAML that loads again as the same experiment.</summary>
    public string ResolvedYaml(CycleSettings settings, string file, Dictionary<string, object> resolved) => Resolved.Yaml(settings, file, gpu, cycle, resolved);

    private static OperatorResult Result(PlacedOperator placed, double start, OperatorCost cost) => new()
    {
        Name = placed.Work.Name,
        Layer = placed.Layer,
        Kind = placed.Work.Kind,
        Shape = placed.Work.Shape,
        Format = placed.Work.Format.Name,
        Flops = placed.Work.Flops,
        Bytes = placed.Work.Bytes,
        StartSeconds = start,
        TimeSeconds = cost.Seconds,
        ShareOfTotal = 0,
        Bound = cost.Bound,
        Breakdown = cost.Breakdown,
        Origin = cost.Origin,
    };
}
