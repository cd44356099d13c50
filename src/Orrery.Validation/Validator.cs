using System.Collections.Concurrent;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Validation;

/// <summary>Predicts what was measured.</summary>
/// <param name="cost">The model that is held against the measurements.</param>
/// <param name="constants">What ways of measuring add.</param>
/// <param name="find">The GPU of a name; the catalogue's where left out.</param>
public sealed class Validator(IOperatorCost cost, PhysicalConstants constants, Func<string, Gpu?>? find = null)
{
    private readonly Func<string, Gpu?> _find = find ?? GpuCatalogue.Find;
    private readonly ConcurrentDictionary<string, Gpu?> _gpus = [];
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _skipped = new(StringComparer.Ordinal);

    /// <summary>Rows that could not be compared, by reason.</summary>
    public IReadOnlyDictionary<string, int> Skipped => _skipped;

    /// <summary>Every row that can be predicted, beside its prediction; rows marked as suspect are left out.</summary>
    public IReadOnlyList<Comparison> Compare(IEnumerable<MeasuredRow> rows) =>
        [.. rows.Select(row => Compare(row)).OfType<Comparison>()];

    /// <summary>Whether a row is compared at all, and the model answers it itself.</summary>
    public bool IsModelled(MeasuredRow row) =>
        !row.Suspect && _gpus.GetOrAdd(row.Gpu, _find) is { } gpu && MethodCatalogue.Find(row.Timing) is not null
        && row.Work.All(work => OnItsUnits(work, gpu) is var asked && gpu.Peak.Of(asked.Format.Rate) is not null && cost.Models(asked, gpu));

    /// <summary>A row beside its prediction; null, and counted as skipped, where there is none. May be called by several threads.</summary>
    /// <param name="row">The row.</param>
    /// <param name="stop">Ends it (then <see cref="OperationCanceledException"/>).</param>
    public Comparison? Compare(MeasuredRow row, CancellationToken stop = default)
    {
        if (row.Suspect)
        {
            return Skip("marked suspect");
        }

        if (_gpus.GetOrAdd(row.Gpu, _find) is not { } gpu)
        {
            string hint = GpuCatalogue.Nearest(row.Gpu) is { } near ? $" (did you mean '{near}'?)" : "";
            return Skip($"unknown GPU '{row.Gpu}'{hint}");
        }

        if (MethodCatalogue.Find(row.Timing) is not { } method)
        {
            return Skip($"unknown method '{row.Method}'");
        }

        double seconds = 0;
        int kernels = 0;
        IOperatorCost model = row.Fabric is { } name && FabricCatalogue.Find(name) is { } fabric ? new OverFabric(cost, fabric) : cost;
        foreach (Operator asked in row.Work)
        {
            Operator work = OnItsUnits(asked, gpu);
            if (gpu.Peak.Of(work.Format.Rate) is null)
            {
                return Skip($"{gpu.Name} does not compute in {work.Format} (it has {string.Join(", ", gpu.Peak.Formats)})");
            }

            if (!cost.Models(work, gpu))
            {
                return Skip($"fidelity '{cost.Fidelity}' does not model {work.Kind} on {gpu.Generation}");
            }

            OperatorCost part = model.Cost(work, gpu, stop);
            seconds += part.Seconds;
            kernels += part.Kernels;
        }

        double shown = method.Shown(seconds * row.Repeats, row.Work, kernels, constants.Method);
        return new Comparison(row, shown);
    }

    // Tables call both 16-bit formats fp16; a machine that has only the other ran that.
    private static Operator OnItsUnits(Operator work, Gpu gpu) =>
        work.Format.Rate == "fp16" && gpu.Peak.Fp16 is null && gpu.Peak.Bf16 is not null && work.Format.Name == "fp16"
            ? work with { Format = NumberFormat.Bf16 } : work;

    private Comparison? Skip(string reason)
    {
        lock (_lock)
        {
            _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
        }

        return null;
    }
}
