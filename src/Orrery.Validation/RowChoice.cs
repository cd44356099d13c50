using Orrery.Configuration;
using Orrery.CostModels.Measured;
using Orrery.Hardware;

namespace Orrery.Validation;

/// <summary>Which rows of all tables a person wants to look at.</summary>
/// <param name="Gpus">Names of GPUs; empty for all.</param>
/// <param name="Kinds">Kinds of tables; empty for all.</param>
/// <param name="Sample">So many rows; null for all.</param>
public sealed record RowChoice(IReadOnlyList<string> Gpus, IReadOnlyList<string> Kinds, int? Sample)
{
    /// <summary>Which rows a sample is taken from; all where left out.</summary>
    public Func<MeasuredRow, bool>? Sampled { get; init; }

    /// <summary>The rows, or every name that fits none.</summary>
    public Loaded<IReadOnlyList<MeasuredRow>> Of(IReadOnlyList<MeasuredTable> tables)
    {
        string[] measured = [.. tables.SelectMany(table => table.Rows).Select(row => row.Gpu).Distinct().Order(StringComparer.Ordinal)];
        string[] kinds = [.. tables.Select(table => table.Kind).Distinct().Order(StringComparer.Ordinal)];
        List<Diagnostic> mistakes = [];
        foreach (string gpu in Gpus.Where(gpu => !measured.Any(known => GpuNames.Same(gpu, known))))
        {
            string problem = GpuCatalogue.Find(gpu) is null ? "there is no such GPU" : "nothing was measured on this GPU";
            mistakes.Add(new Diagnostic("--gpu", 0, "", problem, gpu, string.Join(", ", measured), NearestGpu(gpu, measured)));
        }

        foreach (string kind in Kinds.Except(kinds))
        {
            mistakes.Add(new Diagnostic("--kind", 0, "", "there is no table of this kind", kind, string.Join(", ", kinds), NearestName.Of(kind, kinds)));
        }

        if (Sample < 1)
        {
            mistakes.Add(new Diagnostic("--sample", 0, "", "is out of range", $"{Sample}", "1 or more"));
        }

        if (mistakes.Count > 0)
        {
            return Loaded.Failure<IReadOnlyList<MeasuredRow>>(mistakes);
        }

        MeasuredRow[] rows =
        [
            .. tables.Where(table => Kinds.Count == 0 || Kinds.Contains(table.Kind)).SelectMany(table => table.Rows)
                .Where(row => Gpus.Count == 0 || Gpus.Any(gpu => GpuNames.Same(gpu, row.Gpu))),
        ];
        if (Sample is not { } count)
        {
            return Loaded.Success<IReadOnlyList<MeasuredRow>>(rows);
        }

        return Loaded.Success(RowSample.Of(Sampled is { } isSampled ? [.. rows.Where(isSampled)] : rows, count));
    }

    // Of GPUs that were measured: the name as the tables write it, or as the catalogue does.
    private static string? NearestGpu(string gpu, string[] measured)
    {
        IEnumerable<string> listed = measured.Select(GpuCatalogue.Find).OfType<Gpu>().Select(known => known.Name);
        return NearestName.Of(gpu, [.. listed, .. measured]);
    }
}
