using Orrery.Experiments.Cycle;
using Orrery.Experiments.Operators;
using Orrery.Reporting.Cycle;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of kernels that were simulated cycle by cycle: each on a line, and all of them in depth.</summary>
public static class CycleScreen
{
    private const int BarWidth = 24;
    private const int LongestName = 22;
    private const int MostStalls = 6;
    private const double Least = 0.0005;

    /// <summary>Prints the kernels, then units, stalls and what it means.</summary>
    public static void Print(OperatorsResult result, CycleDetail detail, IAnsiConsole screen)
    {
        if (detail.Kernels.Count > 1)
            screen.Write(Kernels(result, detail));
        KernelFigures whole = detail.Kernels.Count == 1 ? detail.Kernels[0] : detail.Total;
        screen.MarkupLine($"[bold]{Markup.Escape(whole.Name)}[/]");
        screen.Write(Tables.Facts(
            ("cycles", $"{Readable.Whole(whole.Cycles)} at {Readable.Digits(whole.Hertz / 1e6)} MHz"),
            ("warp instructions", $"{Readable.Whole(whole.WarpInstructions)} ({Readable.Digits((double)whole.WarpInstructions / whole.Cycles)} a cycle)"),
            ("occupancy", CycleVerdict.Occupancy(whole)),
            ("hit rates", CycleVerdict.Hits(whole)),
            ("device memory", $"{Readable.Bytes(whole.DramBytesRead)} read, {Readable.Bytes(whole.DramBytesWritten)} written"),
            ("energy", whole.Joules > 0 ? $"{Readable.Digits(whole.Joules * 1e3)} mJ, {Readable.Digits(whole.Watts)} W" : null)));
        screen.Write(Units(whole));
        screen.Write(Stalls(whole));
        screen.MarkupLine("[bold]" + Markup.Escape(CycleVerdict.Why(whole)) + "[/]");
        screen.MarkupLine(Markup.Escape(CycleVerdict.HowMuch(whole)));
        screen.WriteLine();
    }

    private static Table Kernels(OperatorsResult result, CycleDetail detail)
    {
        Table table = Tables.List("Kernel", ">Cycles", ">Time", ">Occupancy", ">L2 hits", ">DRAM", "Busiest unit", "Worst stall");
        foreach (KernelFigures kernel in detail.Kernels)
        {
            table.AddRow(
                Tables.Cut(NameOf(kernel, result, detail), LongestName),
                Readable.Whole(kernel.Cycles),
                Readable.Time(kernel.Seconds),
                kernel.Occupancy is { } occupancy ? Readable.Percent(occupancy.Achieved) : "",
                kernel.Hits.First(hits => hits.Name == "L2").Rate is { } rate ? Readable.Percent(rate) : "-",
                Readable.Bytes(kernel.DramBytes),
                $"{kernel.Busiest.Name} {Readable.Percent(kernel.Busiest.Share)}",
                kernel.WorstStall is { } stall ? $"{Short(stall.Name)} {Readable.Percent(kernel.ShareOf(stall))}" : "");
        }
        return table;
    }

    private static Table Units(KernelFigures kernel)
    {
        Table table = Tables.List("Unit", ">Achieved", ">Peak", ">Share", "");
        foreach (UnitUse unit in kernel.Units.Where(unit => unit.Amount > 0))
        {
            table.AddRow(unit.Name, CycleVerdict.Rate(unit.Achieved, unit.Unit), CycleVerdict.Rate(unit.Peak, unit.Unit),
                Readable.Share(unit.Share), $"[dodgerblue1]{Bar.Of(unit.Share, BarWidth)}[/]");
        }
        return table;
    }

    private static Table Stalls(KernelFigures kernel)
    {
        Table table = Tables.List("Warps, by state", ">Share", "");
        IEnumerable<WarpTime> states = kernel.Warps.Where(state => kernel.ShareOf(state) >= Least);
        foreach (WarpTime state in states.Where(state => state.IsIssue)
            .Concat(states.Where(state => !state.IsIssue).OrderByDescending(state => state.Cycles).Take(MostStalls)))
        {
            string color = state.IsIssue ? "green" : "orange1";
            table.AddRow(state.Name, Readable.Share(kernel.ShareOf(state)), $"[{color}]{Bar.Of(kernel.ShareOf(state), BarWidth)}[/]");
        }
        return table;
    }

    // Kernels have long names; the operator says more, and the kernel's name tells those of one operator apart.
    private static string NameOf(KernelFigures kernel, OperatorsResult result, CycleDetail detail) =>
        detail.Kernels.Count(other => other.Operator == kernel.Operator) > 1 ? kernel.Name : result.Operators[kernel.Operator].Name;

    private static string Short(string state) => state.StartsWith("stall_", StringComparison.Ordinal) ? state[6..] : state;
}
