using Orrery.CostModels;

namespace Orrery.Experiments.Operators;

/// <summary>One operator of a run.</summary>
public sealed record OperatorResult
{
    /// <summary>Its part in the layer: "QKV projection".</summary>
    public required string Name { get; init; }

    /// <summary>The layer, from 0; 0 too where there are no layers.</summary>
    public required int Layer { get; init; }

    /// <summary>Sort of operator: "gemm", "attention", "norm" and the like.</summary>
    public required string Kind { get; init; }

    /// <summary>Shape for a person: "2048 x 12288 x 4096".</summary>
    public required string Shape { get; init; }

    /// <summary>Number format.</summary>
    public required string Format { get; init; }

    /// <summary>Arithmetic operations.</summary>
    public required double Flops { get; init; }

    /// <summary>Compulsory bytes.</summary>
    public required double Bytes { get; init; }

    /// <summary>When it starts, in seconds from the start of the run.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>How long it takes, in seconds.</summary>
    public required double TimeSeconds { get; init; }

    /// <summary>Part of the whole time, from 0 to 1.</summary>
    public required double ShareOfTotal { get; init; }

    /// <summary>What holds it back.</summary>
    public required Bound Bound { get; init; }

    /// <summary>Where its time goes, in seconds.</summary>
    public required CostBreakdown Breakdown { get; init; }

    /// <summary>Where its time comes from.</summary>
    public CostOrigin Origin { get; init; }

    /// <summary>Operations per compulsory byte.</summary>
    public double ArithmeticIntensity => Bytes > 0 ? Flops / Bytes : 0;

    /// <summary>Operations a second that are reached.</summary>
    public double AchievedFlopsPerSecond => Flops / TimeSeconds;

    /// <summary>Compulsory bytes a second that are reached; above the memory's peak where the cache serves them.</summary>
    public double AchievedBytesPerSecond => Bytes / TimeSeconds;
}
