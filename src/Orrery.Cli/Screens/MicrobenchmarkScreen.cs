using System.Globalization;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Measuring;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>Microbenchmarks as a table, with the sources below it.</summary>
public static class MicrobenchmarkScreen
{
    public static void Print(GpuMachine machine, IReadOnlyList<MicrobenchmarkRow> rows, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(machine.Gpu.Name)}[/]");
        string[] sources = [.. rows.Select(row => row.Published?.Source).OfType<string>().Distinct()];
        Table table = Tables.List("What", ">Simulated", ">Published", "Unit", ">Error", ">Source");
        foreach (MicrobenchmarkRow row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Benchmark.What),
                Readable.Digits(row.Simulated),
                row.Published is { } known ? Readable.Digits(known.Value) : "-",
                Markup.Escape(row.Benchmark.Unit),
                row.Error is { } error ? (error * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : "-",
                row.Published is { } published ? Readable.Whole(Array.IndexOf(sources, published.Source) + 1) : "-");
        }
        screen.Write(table);
        foreach ((int index, string source) in sources.Index()) screen.MarkupLine($"  [grey]{index + 1}  {Markup.Escape(source)}[/]");
    }
}
