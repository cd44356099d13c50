using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Cycle;
using Orrery.Workloads.Formats;

namespace Orrery.Experiments.Operators;

/// <summary>What the file of an operator experiment says.</summary>
internal sealed record OperatorSettings : CycleSettings
{
    [Parameter("Kind of experiment: operators on one GPU, one after the other", Required = true, Allowed = ["operator"])]
    public string Experiment { get; init; } = "operator";

    [Parameter("Operators by name with their sizes as 'orrery predict' knows them, such as {gemm: {m: 4096, n: 4096, k: 4096}}; or a list of such mappings",
        Required = true)]
    public Node? Work { get; init; }

    [Parameter("A GPU's catalogue name, the path of a .yaml file, or a mapping, such as {preset: a100-sxm4-80gb, l2: {size: 64 MiB}}", Required = true, Shape = typeof(HardwareGpu))]
    public Node? Gpu { get; init; }

    [Parameter("Number format: a catalogue name, the path of a .yaml file, or a mapping, such as {preset: int4-wo, weights: {bits: 3}}",
        Default = "fp16", Shape = typeof(NumberFormat))]
    public Node? Dtype { get; init; }

    [Parameter("How closely operators are modelled", Default = "analytic")]
    public string Fidelity { get; init; } = "";

    [Parameter("Measurements on this GPU that go before the model: paths of CSVs or of folders")]
    public IReadOnlyList<string>? Costs { get; init; }

    [Parameter("Seed of all random numbers", Default = "0", Min = 0)]
    public int Seed { get; init; }
}
