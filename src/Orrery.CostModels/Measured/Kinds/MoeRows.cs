using System.Globalization;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>
/// Mixtures of experts on one GPU, the busiest one where experts are spread: <c>tokens</c> before the split over GPUs, <c>inter</c>
/// before the split of experts.
/// </summary>
internal sealed class MoeRows : IMeasuredKind
{
    private const string PowerLaw = "power_law_";
    private const string Zipf = "zipf_";

    public string Name => "moe";

    public IReadOnlyList<string> Columns =>
        ["gpu", "dtype", "tokens", "hidden", "inter", "topk", "experts", "moe_tp", "moe_ep", "distribution", "time_us", "method"];

    public MeasuredRow? Read(CsvLine row, out string? reason)
    {
        (string dtype, string distribution) = (row.Text("dtype"), row.Text("distribution"));
        if (FormatCatalogue.Find(dtype) is not { } format)
        {
            reason = $"number format '{dtype}' is not known";
            return null;
        }

        if (SkewOf(distribution) is not { } law)
        {
            reason = $"distribution '{distribution}' is not known";
            return null;
        }

        reason = null;
        (int tokens, int experts, int perToken) = (row.Whole("tokens"), row.Whole("experts"), row.Whole("topk"));
        (int hidden, int inner) = (row.Whole("hidden"), row.Whole("inter"));
        (int sharded, int spread) = (row.WholeOr("moe_tp", 1, 1), row.WholeOr("moe_ep", 1, 1));
        ExpertLoad load = new(tokens, experts, Math.Min(perToken, experts), law.Skew, Math.Min(spread, experts), law.ByRank);
        return new MeasuredRow
        {
            Kind = Name,
            Class = dtype,
            Gpu = row.Text("gpu"),
            Method = row.Text("method"),
            Work = new MoeBlock(load, hidden, Math.Max(1, inner / sharded), Gated: true, "silu", format) { Shards = sharded }.Build(),
            Seconds = row.Positive("time_us") * 1e-6,
            Watts = row.NumberOrNull("power_w"),
            Suspect = row.Flag("suspect"),
            File = row.File,
            Line = row.Line,
        };
    }

    private static (double Skew, bool ByRank)? SkewOf(string distribution) => distribution switch
    {
        "" or "balanced" or "uniform" => (0, false),
        _ when Exponent(distribution, PowerLaw) is { } skew => (skew, false),
        _ when Exponent(distribution, Zipf) is { } skew => (skew, true),
        _ => null,
    };

    private static double? Exponent(string distribution, string name) => distribution.StartsWith(name, StringComparison.Ordinal)
        && double.TryParse(distribution[name.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out double skew)
        && skew is > 0 and < 10 ? skew : null;
}
