using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Gpu.Results;

namespace Orrery.Experiments.Cycle;

/// <summary>What the simulator refuses, as mistakes of the file that asked for it.</summary>
internal static class Refusals
{
    /// <summary>Runs something; what the simulator refuses becomes an <see cref="ExperimentException"/>.</summary>
    /// <param name="place">The place in the file that asks for the work.</param>
    /// <param name="key">Its key.</param>
    /// <param name="run">The simulation.</param>
    public static T Told<T>(Node place, string key, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception failure) when (Of(failure) is { } refusal)
        {
            throw new ExperimentException([new Diagnostic(place.File, place.Line, key, refusal.Message.Split(" (Parameter")[0])]);
        }
    }

    // A block that fits nowhere, a format that the tensor core lacks, warps that wait for ever. Several may come at once from kernels
    // that run side by side.
    private static Exception? Of(Exception failure) => failure switch
    {
        AggregateException several => several.Flatten().InnerExceptions.Select(Of).FirstOrDefault(refusal => refusal is not null),
        KernelDeadlockException => failure,
        _ => failure.GetType() == typeof(ArgumentException) ? failure : null,
    };
}
