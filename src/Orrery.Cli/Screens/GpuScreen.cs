using Orrery.Configuration.Units;
using Orrery.Hardware;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of GPUs.</summary>
public static class GpuScreen
{
    public static void PrintAll(IReadOnlyList<HardwareGpu> gpus, IAnsiConsole screen)
    {
        Table table = Tables.List("Name", "Architecture", ">SMs", ">Boost", ">fp16", ">fp8", "Memory", ">Bandwidth", ">L2", ">TDP");
        foreach (HardwareGpu gpu in gpus)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(gpu.Name)}[/]",
                Markup.Escape(gpu.Architecture),
                Readable.Whole(gpu.SmCount),
                gpu.Clock.Boost.Show(),
                Tera(gpu.Peak.Fp16 ?? gpu.Peak.Bf16),
                Tera(gpu.Peak.Fp8),
                Markup.Escape($"{gpu.Memory.Capacity} {gpu.Memory.Type}"),
                Readable.BytesRate(gpu.Memory.Bandwidth.BytesPerSecond),
                Listed(gpu, "l2.size", gpu.L2.Size.ToString()),
                Listed(gpu, "tdp", gpu.Tdp.ToString()));
        }
        screen.Write(table);
        screen.MarkupLine("[grey]fp16 (bf16 on a TPU) and fp8 in TFLOPS, dense, as the data sheets give them; ~ marks an estimate.[/]");
        screen.MarkupLine("[grey]'orrery show gpu NAME' shows every value with its source.[/]");
    }

    public static void Print(HardwareGpu gpu, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(gpu.Name)}[/]  {Markup.Escape(gpu.Vendor)} {Markup.Escape(gpu.Architecture)}");
        screen.WriteLine();
        screen.Write(Tables.Facts(
            ("multiprocessors", Marked(gpu, "sm_count", Readable.Whole(gpu.SmCount))),
            ("generation", $"{gpu.Generation}, {gpu.ProcessNm} nm" + Mark(gpu, "process_nm")),
            ("clock", (gpu.Clock.Base is { } low ? $"{low} base, " : "") + Marked(gpu, "clock.boost", $"{gpu.Clock.Boost} boost")),
            ("peak, dense", Peaks(gpu)),
            ("memory", $"{gpu.Memory.Capacity} {gpu.Memory.Type} at {Marked(gpu, "memory.bandwidth", gpu.Memory.Bandwidth.ToString())}"),
            ("memory bus", Bus(gpu)),
            ("L2 cache", Marked(gpu, "l2.size", gpu.L2.Size.ToString())),
            ("L1 and shared, each SM", $"{Marked(gpu, "sm.l1", gpu.Sm.L1.ToString())}, of which up to "
                + Marked(gpu, "sm.shared", $"{gpu.Sm.Shared} shared")),
            ("each SM", string.Join(", ",
                Marked(gpu, "sm.threads", $"{Readable.Whole(gpu.Sm.Threads)} threads"),
                Marked(gpu, "sm.fp32_lanes", $"{Readable.Whole(gpu.Sm.Fp32Lanes)} FP32 lanes"),
                Marked(gpu, "sm.registers", $"{gpu.Sm.Registers} registers"))),
            ("NVLink or the like", Links(gpu)),
            ("PCI Express", Both(gpu.Links.Pcie)),
            ("die", Die(gpu)),
            ("power limit", Marked(gpu, "tdp", gpu.Tdp.ToString())),
            ("ridge, fp16", Ridge(gpu)),
            ("calibration", gpu.Calibration.Count == 0 ? null
                : string.Join(", ", gpu.Calibration.Select(pair => $"{pair.Key} = {Readable.Digits(pair.Value)}"))),
            ("confidence", gpu.Confidence),
            ("also called", gpu.Aliases.Count > 0 ? string.Join(", ", gpu.Aliases) : null)));
        screen.WriteLine();
        ChipScreen.Print(gpu, screen);
        if (gpu.Estimates.Count > 0)
        {
            screen.WriteLine("  Estimates: no document gives these values");
            screen.Write(Tables.Facts([.. gpu.Estimates.Select(estimate => (estimate.Path, (string?)estimate.Reason))]));
            screen.WriteLine();
        }
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

    private static string Rate(HardwareGpu gpu, string format) => gpu.Peak.Of(format) is { } rate
        ? format.StartsWith("int", StringComparison.Ordinal) ? rate.Show().Replace("FLOPS", "OPS", StringComparison.Ordinal) : rate.Show()
        : "-";

    private static string Tera(OpRate? rate) => rate is { } known ? Readable.Whole((long)Math.Round(known.PerSecond / 1e12)) : "-";

    private static string Mark(HardwareGpu gpu, string path) => gpu.IsEstimate(path) ? " (estimate)" : "";

    private static string Marked(HardwareGpu gpu, string path, string text) => text + Mark(gpu, path);

    private static string Listed(HardwareGpu gpu, string path, string text) => gpu.IsEstimate(path) ? "~" + text : text;

    private static string Peaks(HardwareGpu gpu)
    {
        IEnumerable<string> formats = gpu.Peak.Formats.Select(format => Marked(gpu, "peak." + format, $"{format} {Rate(gpu, format)}"));
        IEnumerable<string> others = [.. new[] { ("fp64", gpu.Peak.Fp64), ("fp32 on matrix cores", gpu.Peak.Fp32Matrix) }
            .Where(peak => peak.Item2 is not null).Select(peak => $"{peak.Item1} {peak.Item2!.Value.Show()}")];
        return string.Join(", ", formats.Concat(others));
    }

    private static string? Bus(HardwareGpu gpu) => gpu.Memory.BusBits is not { } bits ? null
        : $"{Readable.Whole(bits)} bits" + (gpu.Memory.Stacks is { } stacks ? $" in {stacks} stacks" : "");

    private static string? Links(HardwareGpu gpu)
    {
        GpuLinks links = gpu.Links;
        string?[] details = [links.Kind, links.Count is { } count ? $"{count} links" : null,
            links.Topology is { } topology ? Marked(gpu, "links.topology", topology) : null];
        return Both(links.Nvlink) is not { } both ? null : string.Join(", ", details.OfType<string>().Prepend(both));
    }

    private static string? Die(HardwareGpu gpu)
    {
        GpuDie die = gpu.Die;
        string?[] details =
        [
            die.AreaMm2 is { } area ? Marked(gpu, "die.area_mm2", $"{Readable.Digits(area)} mm2") : null,
            die.Count is > 1 ? $"{die.Count} dies" : null,
            die.Process,
            die.TransistorsBillion is { } transistors ? $"{Readable.Digits(transistors)} billion transistors" : null,
            die.SmCount is { } sms ? Marked(gpu, "die.sm_count", $"{Readable.Whole(sms)} SMs") : null,
            die.L2 is { } l2 ? Marked(gpu, "die.l2", $"{l2} L2") : null,
        ];
        string text = string.Join(", ", details.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private static string? Both(Bandwidth? link) => link is { } both ? $"{both}, both directions together" : null;

    private static string? Ridge(HardwareGpu gpu) => (gpu.Peak.Fp16 ?? gpu.Peak.Bf16) is { } rate
        ? $"{Readable.Digits(rate.PerSecond / gpu.Memory.Bandwidth.BytesPerSecond)} FLOP per byte: below it the memory bounds, above it the arithmetic"
        : null;
}
