using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Cycle;
using Orrery.Workloads.Formats;

namespace Orrery.Experiments.Layer;

/// <summary>What the file of a layer experiment says.</summary>
internal sealed record LayerSettings : CycleSettings
{
    [Parameter("Kind of experiment: the operators of one or more layers on one GPU", Required = true, Allowed = ["layer"])]
    public string Experiment { get; init; } = "layer";

    [Parameter("A model's catalogue name, the path of a config.json, or a mapping with its fields", Required = true)]
    public Node? Model { get; init; }

    [Parameter("A GPU's catalogue name, the path of a .yaml file, or a mapping, such as {preset: a100-sxm4-80gb, l2: {size: 64 MiB}}", Required = true, Shape = typeof(HardwareGpu))]
    public Node? Gpu { get; init; }

    [Parameter("What is done: prefill (all new tokens at once) or decode (one new token a sequence)", Default = "prefill",
        Allowed = ["prefill", "decode"])]
    public string Phase { get; init; } = "";

    [Parameter("Prefill: new tokens of a sequence. Decode: tokens that the new one sees, itself included", Required = true,
        Min = 1, Max = 8388608, Reason = "a layer without tokens does no work")]
    public int Sequence { get; init; }

    [Parameter("Prefill: tokens of a sequence that are in the cache already", Default = "0", Min = 0, Max = 8388608,
        Reason = "a cache holds no fewer than 0 tokens")]
    public int Cached { get; init; }

    [Parameter("Sequences at once", Default = "1", Min = 1, Max = 8388608, Reason = "without a sequence there is no work")]
    public int Batch { get; init; }

    [Parameter("Number format: a catalogue name, the path of a .yaml file, or a mapping, such as {preset: int4-wo, weights: {bits: 3}}",
        Default = "fp16", Shape = typeof(NumberFormat))]
    public Node? Dtype { get; init; }

    [Parameter("How closely operators are modelled", Default = "analytic")]
    public string Fidelity { get; init; } = "";

    [Parameter("Measurements on this GPU that go before the model: paths of CSVs or of folders")]
    public IReadOnlyList<string>? Costs { get; init; }

    [Parameter("Layers, one after the other", Default = "1", Min = 1, Max = 100000, Reason = "without a layer there is no work")]
    public int Layers { get; init; }

    [Parameter("Seed of all random numbers", Default = "0", Min = 0)]
    public int Seed { get; init; }
}
