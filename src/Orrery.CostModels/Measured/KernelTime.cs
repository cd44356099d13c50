using Orrery.CostModels.Constants;

namespace Orrery.CostModels.Measured;

/// <summary>Turns a measured time back into the time of the kernels alone: the inverse of <see cref="IMeasuringMethod.Shown"/>.</summary>
internal static class KernelTime
{
    // Below this part of the measured time the kernels are lost in what the method adds.
    private const double LeastPart = 0.5;

    /// <summary>
    /// Seconds of the kernels of one run of a row; null where the method is not known, or adds more than the kernels take.
    /// </summary>
    /// <param name="row">The measurement.</param>
    /// <param name="kernels">Kernels that its operators start.</param>
    /// <param name="constants">What the method costs.</param>
    public static double? Of(MeasuredRow row, int kernels, MethodConstants constants)
    {
        if (MethodCatalogue.Find(row.Timing) is not { } method)
        {
            return null;
        }

        // Methods add a constant or hide what is shorter than one; bisection covers whatever else a method may do.
        double most = row.Seconds;
        double added = Shown(0);
        double seconds = Shown(most) == most ? most : Shown(most - added) == most ? most - added : Bisect();
        return seconds >= LeastPart * row.Seconds ? seconds / row.Repeats : null;

        double Shown(double kernelSeconds) => method.Shown(kernelSeconds, row.Work, kernels, constants);

        double Bisect()
        {
            (double low, double high) = (0, most);
            for (int step = 0; step < 60; step++)
            {
                double middle = (low + high) / 2;
                (low, high) = Shown(middle) < most ? (middle, high) : (low, middle);
            }

            return high;
        }
    }
}
