using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Cycle;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Traces;
using Orrery.Hardware;

namespace Orrery.Experiments.Traces;

/// <summary>Reads trace experiments.</summary>
internal sealed class TraceKind : IExperimentKind
{
    public string Name => "trace";

    public IReadOnlyList<ParameterInfo> Parameters => ParameterList.Of<TraceSettings>();

    public JsonObject Schema => JsonSchemaOf.Class<TraceSettings>();

    public IExperiment? Read(MapNode document, ExperimentSource source)
    {
        // A trace has instructions, and only one fidelity has them too: naming it is no mistake, naming another is.
        const string fidelityKey = "fidelity";
        if (document.Find(fidelityKey) is { } given && (given as ScalarNode)?.Text != Fidelities.Cycle)
        {
            source.Diagnostics.Add(new Diagnostic(given.File, given.Line, fidelityKey, "a trace is simulated instruction by instruction",
                (given as ScalarNode)?.Text, Fidelities.Cycle));
        }

        TraceSettings settings = new Binder(source.Diagnostics).Bind<TraceSettings>(document.Without(fidelityKey));
        HardwareGpu? gpu = settings.Gpu is null ? null : new GpuReader(source.Folder, source.Diagnostics).Read(settings.Gpu, "gpu");
        CycleReader reader = new(source);
        CycleChoice? cycle = reader.Read(Fidelities.Cycle, gpu, settings, document);
        string path = Path.Combine(source.Folder, settings.Trace);
        Loaded<IReadOnlyList<IReadOnlyList<Kernel>>>? streams = settings.Trace.Length == 0 ? null : TraceReader.Read(path);
        source.Diagnostics.AddRange(streams?.Diagnostics ?? []);
        return source.Diagnostics.Count > 0 || gpu is null || cycle is null || streams?.Value is not { } kernels ? null
            : new TraceExperiment(source, settings with { Trace = Path.GetFullPath(path), Plugins = reader.Located(settings.Plugins) }, gpu, cycle, kernels,
                document.Find("trace") ?? document);
    }
}
