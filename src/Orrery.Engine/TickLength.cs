using System.Globalization;

namespace Orrery.Engine;

/// <summary>How long one tick of a simulation is.</summary>
/// <param name="Femtoseconds">At least 1.</param>
public readonly record struct TickLength(long Femtoseconds)
{
    public static TickLength Femtosecond => new(1);
    public static TickLength Picosecond => new(1_000);
    public static TickLength Nanosecond => new(1_000_000);
    public static TickLength Microsecond => new(1_000_000_000);

    /// <summary>One cycle of a clock is one tick, to the nearest femtosecond.</summary>
    /// <param name="hertz">The clock's frequency.</param>
    public static TickLength CycleOf(long hertz) => new((1_000_000_000_000_000 + hertz / 2) / hertz);

    /// <summary>The time of a tick in seconds; for people and reports, never for the simulation itself.</summary>
    public double Seconds(long ticks) => ticks * (Femtoseconds * 1e-15);

    /// <inheritdoc/>
    public override string ToString() => Femtoseconds switch
    {
        >= 1_000_000 when Femtoseconds % 1_000_000 == 0 => $"{Femtoseconds / 1_000_000} ns",
        >= 1_000 when Femtoseconds % 1_000 == 0 => $"{Femtoseconds / 1_000} ps",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Femtoseconds} fs"),
    };
}
