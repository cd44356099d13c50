namespace Orrery.Experiments.Cycle;

/// <summary>A unit of the GPU, and how much of it a kernel used.</summary>
/// <param name="Name">What it is: "tensor", "L2".</param>
/// <param name="Amount">What it did in all: operations, bytes, instructions.</param>
/// <param name="Achieved">Its rate over the kernel's time.</param>
/// <param name="Peak">The most that it can do, at the clock of the kernel.</param>
/// <param name="Unit">Of both rates: "FLOP/s", "B/s", "op/s".</param>
public sealed record UnitUse(string Name, double Amount, double Achieved, double Peak, string Unit)
{
    /// <summary>Part of the peak.</summary>
    public double Share => Peak > 0 ? Achieved / Peak : 0;
}
