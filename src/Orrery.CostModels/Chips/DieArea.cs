namespace Orrery.CostModels.Chips;

/// <summary>Area of one die, in mm2, and what takes it. An estimate.</summary>
/// <param name="Control">Control, load and store, texture and graphics of the multiprocessors.</param>
/// <param name="Vector">FP32 and FP64 lanes.</param>
/// <param name="Tensor">Tensor units.</param>
/// <param name="SmMemory">Registers, L1 and shared memory.</param>
/// <param name="L2">Last-level cache.</param>
/// <param name="Memory">Interfaces and controllers of device memory.</param>
/// <param name="Links">Links to other chips.</param>
/// <param name="Rest">Everything else.</param>
/// <param name="Sms">Multiprocessors on the die, enabled or not.</param>
public sealed record DieArea(double Control, double Vector, double Tensor, double SmMemory, double L2, double Memory, double Links,
    double Rest, int Sms)
{
    /// <summary>The whole die, in mm2.</summary>
    public double Total => Control + Vector + Tensor + SmMemory + L2 + Memory + Links + Rest;

    /// <summary>One multiprocessor, in mm2.</summary>
    public double Sm => (Control + Vector + Tensor + SmMemory) / Sms;

    /// <summary>False when no lithography machine exposes a die of this size at once.</summary>
    public bool FitsField => Total <= AreaConstants.LithographyField;
}
