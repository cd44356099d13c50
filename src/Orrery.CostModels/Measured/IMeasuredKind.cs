namespace Orrery.CostModels.Measured;

/// <summary>One schema of measurement tables. A new one is a class that implements this, with nothing to register.</summary>
public interface IMeasuredKind
{
    /// <summary>Name of the kind, also that of its usual file: "gemm" for gemm.csv.</summary>
    string Name { get; }

    /// <summary>Columns without which a row cannot be understood.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Reads a row; null with a reason where it is well written but nothing that is modelled.</summary>
    /// <param name="row">The row; its mistakes become diagnostics.</param>
    /// <param name="reason">Why the row is skipped.</param>
    MeasuredRow? Read(CsvLine row, out string? reason);
}
