using Orrery.CostModels;
using Orrery.Experiments.Layer;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Numbers;

namespace Orrery.Reporting.Operators;

/// <summary>What a run says, in sentences: the same on the screen and in the report.</summary>
public static class Verdict
{
    /// <summary>What was run: "Llama-2-7B, 1 layer, prefill of 2,048 tokens, batch 1, fp16".</summary>
    public static string Work(OperatorsResult result) => result is LayerResult layer ? Work(layer) : $"{result.Work}, {result.Format}";

    private static string Work(LayerResult result)
    {
        string layers = result.Layers == 1 ? "1 layer" : $"{Readable.Whole(result.Layers)} layers";
        string tokens = result.Phase == "decode"
            ? $"decode in a context of {Readable.Whole(result.Sequence)} tokens"
            : $"{result.Phase} of {Readable.Whole(result.Sequence)} tokens";
        return $"{result.Model}, {layers}, {tokens}, batch {Readable.Whole(result.Batch)}, {result.Format}";
    }

    /// <summary>On what: "on a100-sxm4-80gb with gpu.l2.size=80MiB, analytic model". A changed machine is not taken for the real one.</summary>
    public static string Machine(OperatorsResult result, IReadOnlyList<string> overrides)
    {
        string changes = overrides.Count > 0 ? $" with {string.Join(", ", overrides)}" : "";
        return $"on {result.Gpu}{changes}, {result.Fidelity} model";
    }

    /// <summary>Share of the time that each bound holds, largest first, without those that never do.</summary>
    public static IReadOnlyList<(Bound Bound, double Share)> Bounds(OperatorsResult result) =>
    [
        .. result.Operators
            .GroupBy(op => op.Bound)
            .Select(same => (Bound: same.Key, Share: same.Sum(op => op.ShareOfTotal)))
            .OrderByDescending(bound => bound.Share)
            .ThenBy(bound => bound.Bound),
    ];

    /// <summary>"Compute bounds 91 % of the time, memory 9 %."</summary>
    public static string WhatBounds(OperatorsResult result)
    {
        var bounds = Bounds(result);
        if (bounds.Count == 0)
            return "Nothing to do.";
        string first = $"{Names.Capital(Names.Of(bounds[0].Bound))} bounds {Readable.Percent(bounds[0].Share)} of the time";
        string rest = string.Concat(bounds.Skip(1).Select(bound => $", {Names.Of(bound.Bound)} {Readable.Percent(bound.Share)}"));
        return first + rest + ".";
    }

    /// <summary>How near to the machine's peaks the whole comes.</summary>
    public static string Reached(OperatorsResult result)
    {
        double flops = result.Flops / result.TimeSeconds;
        double bytes = result.Bytes / result.TimeSeconds;
        return $"It reaches {Readable.FlopsRate(flops)} ({Readable.Percent(flops / result.PeakFlopsPerSecond)} of the {result.Format} peak) "
            + $"and {Readable.BytesRate(bytes)} ({Readable.Percent(bytes / result.PeakBytesPerSecond)} of the memory bandwidth).";
    }

    /// <summary>How much of the answer was measured; null where all of it is modelled.</summary>
    public static string? Measured(OperatorsResult result)
    {
        if (result.Measured + result.Interpolated == 0)
            return null;
        string between = result.Interpolated > 0 ? $", {Readable.Whole(result.Interpolated)} interpolated between measurements" : "";
        return $"{Readable.Whole(result.Measured)} of {Readable.Whole(result.Operators.Count)} operators measured{between}.";
    }

    /// <summary>The operator that takes the most time.</summary>
    public static string Heaviest(OperatorsResult result)
    {
        OperatorGroup heaviest = OperatorGroup.Of(result).MaxBy(group => group.TimeSeconds)!;
        return $"{Names.Capital(heaviest.Name)} takes the most: {Readable.Time(heaviest.TimeSeconds)} ({Readable.Percent(heaviest.Share)}).";
    }
}
