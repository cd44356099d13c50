using Orrery.Configuration.Binding;

namespace Orrery.Experiments.Cycle;

/// <summary>Settings as YAML that loads again as the same experiment.</summary>
internal static class Resolved
{
    /// <summary>The YAML.</summary>
    /// <param name="settings">What the file says.</param>
    /// <param name="file">The file.</param>
    /// <param name="gpu">The GPU, whole.</param>
    /// <param name="cycle">How it is simulated; null in the other fidelities.</param>
    /// <param name="others">Other values that stand for what the file only names.</param>
    public static string Yaml(CycleSettings settings, string file, HardwareGpu gpu, CycleChoice? cycle, Dictionary<string, object>? others = null)
    {
        Dictionary<string, object> resolved = new(others ?? []) { ["gpu"] = gpu };
        if (cycle is not null)
        {
            (resolved["microarchitecture"], resolved["dram"]) = (cycle.Machine.Micro, cycle.Machine.Dram);
        }

        return $"# Every value of this run, as resolved from {Path.GetFileName(file)}. It loads again as the same experiment.\n"
            + ResolvedYaml.Write(settings, resolved);
    }
}
