using System.Globalization;
using Orrery.CostModels.Chips;
using Orrery.Reporting.Numbers;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of a GPU's silicon: area, yield, cost. All of it is an estimate and says so.</summary>
public static class ChipScreen
{
    public static void Print(HardwareGpu gpu, IAnsiConsole screen)
    {
        if (AreaModel.Of(gpu) is not { } area || ChipCost.Of(gpu, gpu.Die.AreaMm2) is not { } cost)
            return;
        screen.WriteLine("  Chip: an estimate from what is on it and from published estimates of prices");
        string error = gpu.Die.AreaMm2 is { } known
            ? $"; {Readable.Digits(known)} mm2 {(gpu.IsEstimate("die.area_mm2") ? "estimated by others" : "published")} "
                + $"({Signed(area.Total / known - 1)})"
            : "";
        string field = area.FitsField ? "" : ", more than a lithography field of 858 mm2";
        screen.Write(Tables.Facts(
            ("area, estimate", $"{Readable.Digits(area.Total)} mm2 each die{field}{error}"),
            ("of which", string.Join(", ", Parts(area).Select(part => $"{part.Name} {Readable.Digits(part.Mm2)}"))),
            ("yield, estimate", $"{Readable.Percent(cost.Yield)} of {cost.DiesPerWafer} dies a wafer can be sold, "
                + $"{Readable.Percent(cost.FlawlessYield)} have no defect"),
            ("cost, estimate", $"{Dollars(cost.Total)}: silicon {Dollars(cost.Silicon)}, memory {Dollars(cost.Memory)}, "
                + $"package {Dollars(cost.Package)}, test {Dollars(cost.Test)}")));
        screen.WriteLine();
    }

    private static (string Name, double Mm2)[] Parts(DieArea area) =>
    [
        ("SM control", area.Control), ("vector", area.Vector), ("tensor", area.Tensor), ("SM memory", area.SmMemory), ("L2", area.L2),
        ("memory interfaces", area.Memory), ("links", area.Links), ("rest", area.Rest),
    ];

    private static string Signed(double part) => (part * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %";

    private static string Dollars(double value) => "$" + value.ToString("N0", CultureInfo.InvariantCulture);
}
