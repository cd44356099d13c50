using System.Globalization;
using Orrery.Workloads.Formats;

namespace Orrery.Workloads.Operators;

/// <summary>
/// Puts the choices of all tokens in the order of their experts, so that a grouped multiplication finds the rows of an expert side by
/// side: counts, running sums, indices. No row of activations moves.
/// </summary>
/// <param name="Name">Its part in the layer.</param>
/// <param name="Format">Format of the activations.</param>
/// <param name="Load">Tokens and choices.</param>
public sealed record ExpertSort(string Name, NumberFormat Format, ExpertLoad Load) : Operator(Name, Format)
{
    public override string Kind => "routing";

    public override string Shape =>
        string.Create(CultureInfo.InvariantCulture, $"{Load.Tokens}, {Load.PerToken} of {Load.Experts}");

    /// <summary>One comparison to count and one addition to place a choice.</summary>
    public override double Flops => 2.0 * Load.Choices;

    /// <summary>32-bit choices read twice, 32-bit indices written.</summary>
    public override double Bytes => 12.0 * Load.Choices;
}
