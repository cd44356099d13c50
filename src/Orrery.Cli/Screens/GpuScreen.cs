using Orrery.Configuration.Units;
using Orrery.Hardware;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of GPUs.</summary>
public static class GpuScreen
{
    public static void PrintAll(IReadOnlyList<Gpu> gpus, IAnsiConsole screen)
    {
        Table table = Tables.List("Name", "Architecture", ">SMs", ">Boost", ">fp16", ">fp8", "Memory", ">Bandwidth", ">L2", ">TDP");
        foreach (Gpu gpu in gpus)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(gpu.Name)}[/]",
                Markup.Escape(gpu.Architecture),
                Readable.Whole(gpu.SmCount),
                gpu.Clock.Boost.Show(),
                Rate(gpu, "fp16"),
                Rate(gpu, "fp8"),
                Markup.Escape($"{gpu.Memory.Capacity} {gpu.Memory.Type}"),
                Readable.BytesRate(gpu.Memory.Bandwidth.BytesPerSecond),
                gpu.L2.Size.ToString(),
                gpu.Tdp.ToString());
        }
        screen.Write(table);
        screen.MarkupLine("[grey]Rates are dense, as the data sheets give them. 'orrery show gpu NAME' shows every value with its source.[/]");
    }

    public static void Print(Gpu gpu, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(gpu.Name)}[/]  {Markup.Escape(gpu.Vendor)} {Markup.Escape(gpu.Architecture)}");
        screen.WriteLine();
        screen.Write(Tables.Facts(
            ("multiprocessors", Readable.Whole(gpu.SmCount)),
            ("clock", gpu.Clock.Base is { } low ? $"{low} base, {gpu.Clock.Boost} boost" : $"{gpu.Clock.Boost} boost"),
            ("peak, dense", string.Join(", ", gpu.Peak.Formats.Select(format => $"{format} {Rate(gpu, format)}"))),
            ("memory", $"{gpu.Memory.Capacity} {gpu.Memory.Type} at {gpu.Memory.Bandwidth}"),
            ("L2 cache", gpu.L2.Size.ToString()),
            ("L1 and shared, each SM", $"{gpu.Sm.L1}, of which up to {gpu.Sm.Shared} shared"),
            ("NVLink or the like", Both(gpu.Links.Nvlink)),
            ("PCI Express", Both(gpu.Links.Pcie)),
            ("power limit", gpu.Tdp.ToString()),
            ("ridge, fp16", Ridge(gpu)),
            ("also called", gpu.Aliases.Count > 0 ? string.Join(", ", gpu.Aliases) : null)));
        screen.WriteLine();
        foreach (GpuSource source in gpu.Sources)
        {
            screen.Write(Tables.Facts(
                ("source", source.From + (source.Note is null ? "" : ". " + source.Note)),
                ("of", string.Join(", ", source.Covers))));
            // An address goes out as it is: broken over two lines it could not be clicked or copied.
            if (source.Url is not null)
                screen.Profile.Out.Writer.WriteLine("  " + source.Url);
            screen.WriteLine();
        }
    }

    private static string Rate(Gpu gpu, string format) => gpu.Peak.Of(format) is { } rate
        ? format.StartsWith("int", StringComparison.Ordinal) ? rate.Show().Replace("FLOPS", "OPS", StringComparison.Ordinal) : rate.Show()
        : "-";

    private static string? Both(Bandwidth? link) => link is { } both ? $"{both}, both directions together" : null;

    private static string? Ridge(Gpu gpu) => gpu.Peak.Of("fp16") is { } rate
        ? $"{Readable.Digits(rate.PerSecond / gpu.Memory.Bandwidth.BytesPerSecond)} FLOP per byte: below it the memory bounds, above it the arithmetic"
        : null;
}
