using Orrery.Reporting.Numbers;

namespace Orrery.Reporting.Comparing;

/// <summary>Takes the difference of two runs apart: operators, then instructions, cycles of each, and clock, then states of warps and memory.</summary>
internal static class WhatExplains
{
    // What changes by less is not worth a sentence.
    private const double Least = 0.005;
    private const int MostNamed = 3;

    public static IEnumerable<string> Of(RunComparison runs)
    {
        ComparedValue time = runs.Values[0];
        if (time is not { First: { } first, Second: { } second, Change: { } change })
            yield break;
        yield return Math.Abs(change) < Least / 10 ? "Both take the same time."
            : $"The second takes {Readable.Time(Math.Abs(second - first))} {(second > first ? "more" : "less")} ({Signed(change)}).";
        if (Operators(runs, second - first) is { } operators)
            yield return operators;
        if (Factors(runs) is { } factors)
            yield return factors;
        if (Warps(runs) is { } warps)
            yield return warps;
        if (Memory(runs) is { } memory)
            yield return memory;
    }

    private static string? Operators(RunComparison runs, double difference)
    {
        if (runs.Operators.Count < 2 || difference == 0)
            return null;
        string[] named = [.. runs.Operators
            .Select(work => (work.Name, Difference: (work.Second ?? 0) - (work.First ?? 0)))
            .Where(work => work.Difference / difference > Least)
            .OrderByDescending(work => work.Difference / difference)
            .Take(MostNamed)
            .Select(work => $"{work.Name} {SignedTime(work.Difference)}")];
        return named.Length == 0 ? null : $"By {(runs.Operators[0].Group == "parts" ? "part" : "operator")}: {string.Join(", ", named)}.";
    }

    // Time is instructions times cycles of each over the clock, so its change is the product of theirs.
    private static string? Factors(RunComparison runs)
    {
        if (runs.Find("cycles") is not { } cycles || runs.Find("warp instructions") is not { } instructions || runs.Find("clock") is not { } clock)
            return null;
        double each = (1 + cycles.Change!.Value) / (1 + instructions.Change!.Value) - 1;
        return $"Cycles {Signed(cycles.Change.Value)}: warp instructions {Signed(instructions.Change.Value)}, cycles of each {Signed(each)}; clock {Signed(clock.Change!.Value)}.";
    }

    // Warp cycles of a state per instruction say what each instruction waits for, however many there are.
    private static string? Warps(RunComparison runs)
    {
        if (runs.Find("warp cycles") is not { } cycles || runs.Find("warp instructions") is not { } instructions)
            return null;
        double one = cycles.First!.Value / instructions.First!.Value;
        double other = cycles.Second!.Value / instructions.Second!.Value;
        string[] named = [.. runs.Values.Where(value => value.Group == "warps")
            .Select(state => (state.Name, First: (state.First ?? 0) * one, Second: (state.Second ?? 0) * other))
            .Where(state => Math.Abs(state.Second - state.First) > Least * one)
            .OrderByDescending(state => Math.Abs(state.Second - state.First))
            .Take(MostNamed)
            .Select(state => $"{state.Name} {Readable.Digits(state.First)} -> {Readable.Digits(state.Second)}")];
        return named.Length == 0 ? null : $"Cycles of a warp for each instruction, {Readable.Digits(one)} -> {Readable.Digits(other)}: {string.Join(", ", named)}.";
    }

    private static string? Memory(RunComparison runs)
    {
        List<string> parts = [];
        foreach (string name in new[] { "DRAM bytes read", "DRAM bytes written" })
        {
            if (runs.Find(name) is { Change: { } change } && Math.Abs(change) > Least)
                parts.Add($"{name} {Signed(change)}");
        }
        foreach (ComparedValue hits in runs.Values.Where(value => value.Group == "hit rates" && Math.Abs(value.Change ?? 0) > Least))
            parts.Add($"{hits.Name} hits {Readable.Percent(hits.First!.Value)} -> {Readable.Percent(hits.Second!.Value)}");
        return parts.Count == 0 ? null : $"Memory: {string.Join(", ", parts)}.";
    }

    /// <summary>A change with its sign: "+12 %".</summary>
    public static string Signed(double change) => (change < 0 ? "-" : "+") + Readable.Percent(Math.Abs(change));

    private static string SignedTime(double seconds) => (seconds < 0 ? "-" : "+") + Readable.Time(Math.Abs(seconds));
}
