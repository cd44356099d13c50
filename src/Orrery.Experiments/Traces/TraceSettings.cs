using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Cycle;

namespace Orrery.Experiments.Traces;

/// <summary>What the file of a trace experiment says.</summary>
internal sealed record TraceSettings : CycleSettings
{
    [Parameter("Kind of experiment: kernels as an NVBit tracer recorded them, cycle by cycle on one GPU", Required = true, Allowed = ["trace"])]
    public string Experiment { get; init; } = "trace";

    [Parameter("The recorded kernels: the path of a kernelslist.g, or of a single .traceg", Required = true)]
    public string Trace { get; init; } = "";

    [Parameter("A GPU's catalogue name, the path of a .yaml file, or a mapping, such as {preset: a100-sxm4-80gb, l2: {size: 64 MiB}}", Required = true, Shape = typeof(HardwareGpu))]
    public Node? Gpu { get; init; }

    [Parameter("Seed of all random numbers", Default = "0", Min = 0)]
    public int Seed { get; init; }
}
