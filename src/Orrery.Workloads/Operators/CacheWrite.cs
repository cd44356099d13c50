using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>New keys and values put into the cache, as a kernel of its own.</summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format in which they arrive.</param>
/// <param name="Rows">New tokens.</param>
/// <param name="Columns">Elements of a token's keys and values together.</param>
/// <param name="CacheFormat">Format in the cache.</param>
public sealed record CacheWrite(string Name, NumberFormat Format, int Rows, int Columns, NumberFormat CacheFormat)
    : Operator(Name, Format)
{
    public override string Kind => "cache write";

    public override string Shape => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}");

    /// <summary>One conversion an element where the cache has another format.</summary>
    public override double Flops => ReferenceEquals(Format, CacheFormat) ? 0 : (double)Rows * Columns;

    /// <summary>Read and written.</summary>
    public override double Bytes => (double)Rows * Columns * (Format.Bytes + CacheFormat.Bytes);
}
