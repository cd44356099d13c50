namespace Orrery.Experiments;

/// <summary>What every kind of experiment gives.</summary>
public abstract record ExperimentResult
{
    /// <summary>Kind of the experiment: "layer".</summary>
    public required string Kind { get; init; }

    /// <summary>Short name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>Predicted time in seconds.</summary>
    public required double TimeSeconds { get; init; }

    /// <summary>Arithmetic operations in all.</summary>
    public required double Flops { get; init; }

    /// <summary>Compulsory bytes in all.</summary>
    public required double Bytes { get; init; }

    /// <summary>What is not modelled, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
