using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Formats;

namespace Orrery.Experiments.Questions;

/// <summary>What goes with the sizes of every question.</summary>
public sealed record PredictionSettings
{
    [Parameter("A GPU's catalogue name, or the path of a .yaml file", Required = true, Shape = typeof(HardwareGpu))]
    public Node? Gpu { get; init; }

    [Parameter("Number format: a catalogue name, or the path of a .yaml file", Default = "fp16", Shape = typeof(NumberFormat))]
    public Node? Dtype { get; init; }

    [Parameter("How the GPUs of a collective are connected: a catalogue name, or the path of a .yaml file; what follows from the GPU's data sheet where left out", Shape = typeof(Fabric))]
    public Node? Fabric { get; init; }

    [Parameter("How closely operators are modelled", Default = "analytic")]
    public string Fidelity { get; init; } = "";

    [Parameter("Measurements on this GPU (CSV or folder) that go before the model")]
    public string? Data { get; init; }
}
