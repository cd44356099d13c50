namespace Orrery.CostModels.Analytic;

/// <summary>A kernel whose time depends on the clock in a way that no formula solves for it.</summary>
internal interface IClockedKernel
{
    /// <summary>Dynamic joules of the chip at boost.</summary>
    double CoreJoules { get; }

    /// <summary>Joules of device memory.</summary>
    double MemoryJoules { get; }

    /// <summary>Seconds in which the kernel draws its power, at a part of the boost clock: never more at a higher one.</summary>
    double BusySeconds(double factor);
}
