using System.Globalization;
using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Experiments.Cycle;
using Orrery.Experiments.Operators;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;

namespace Orrery.Experiments.Layer;

/// <summary>Reads layer experiments.</summary>
internal sealed class LayerKind : IExperimentKind
{
    // Rows of an activation are counted in 32 bits, heads multiplied in.
    private const long MostTokens = 8388608;

    public string Name => "layer";

    public IReadOnlyList<ParameterInfo> Parameters => ParameterList.Of<LayerSettings>();

    public JsonObject Schema => JsonSchemaOf.Class<LayerSettings>();

    public IExperiment? Read(MapNode document, ExperimentSource source)
    {
        LayerSettings settings = new Binder(source.Diagnostics).Bind<LayerSettings>(document);
        ModelChoice? choice = settings.Model is null ? null
            : new ModelReader(source.Folder, source.Diagnostics).Read(settings.Model, "model");
        HardwareGpu? gpu = settings.Gpu is null ? null : new GpuReader(source.Folder, source.Diagnostics).Read(settings.Gpu, "gpu");
        IOperatorCost? cost = Fidelities.Find(settings.Fidelity);
        if (cost is null)
        {
            Complain("fidelity", "there is no such fidelity", settings.Fidelity, string.Join(", ", Fidelities.Names),
                Fidelities.Nearest(settings.Fidelity));
        }

        NumberFormat? format = settings.Dtype is null ? null
            : new PresetReader<NumberFormat>(FormatCatalogue.Presets, "number format", source.Folder, source.Diagnostics)
                .Read(settings.Dtype, "dtype");
        if (gpu is not null && format is not null && FormatSupport.Mistake(gpu, format) is { } problem)
        {
            Complain("dtype", problem, format.Name, FormatSupport.FormatsOf(gpu));
        }

        if ((long)settings.Batch * settings.Sequence > MostTokens)
        {
            Complain("batch", "gives too many tokens together with 'sequence'", Text(settings.Batch),
                $"batch times sequence up to {Text((int)MostTokens)}");
        }

        if (choice is not null)
        {
            CheckAgainstModel(settings, choice.Model);
        }

        if (gpu is not null)
        {
            source.Diagnostics.AddRange(GpuCalibration.Mistakes(gpu, source.File));
        }

        CycleReader reader = new(source);
        CycleChoice? cycle = reader.Read(settings.Fidelity, gpu, settings, document);
        string[] costs = [.. (settings.Costs ?? []).Select(path => Path.GetFullPath(path, Path.GetFullPath(source.Folder.Length == 0 ? "." : source.Folder)))];
        if (cost is not null && gpu is not null && costs.Length > 0)
        {
            cost = new MeasuredCostReader(source.Diagnostics).Read(cost, gpu, costs);
        }

        if (source.Diagnostics.Count > 0 || choice is null || gpu is null || cost is null || format is null)
        {
            return null;
        }

        Phase phase = settings.Phase == "decode" ? Phase.Decode : Phase.Prefill;
        LayerShape shape = new(phase, settings.Batch, settings.Sequence, settings.Cached, format);
        return new LayerExperiment(source.Name, source.File, settings with { Costs = costs, Plugins = reader.Located(settings.Plugins) }, choice,
            new OperatorsRun(gpu, cost, cycle, document.Find("gpu") ?? document, "gpu"), shape);

        void Complain(string key, string problem, string? given, string? allowed, string? nearest = null)
        {
            Node at = document.Find(key) ?? document;
            source.Diagnostics.Add(new Diagnostic(at.File, at.Line, key, problem, given, allowed, nearest));
        }

        void CheckAgainstModel(LayerSettings settings, TransformerModel model)
        {
            if (settings.Layers > model.Layers)
            {
                Complain("layers", $"{model.Name} has fewer layers", Text(settings.Layers), $"1 to {Text(model.Layers)}");
            }

            if (settings.Phase == "decode" && !model.Causal)
            {
                Complain("phase", $"{model.Name} is an encoder: it sees all tokens at once and decodes none", "decode",
                    "prefill");
            }

            if (settings.Cached > 0 && (settings.Phase == "decode" || !model.Causal))
            {
                Complain("cached", model.Causal ? "only belongs to prefill; in decode 'sequence' counts the cached tokens"
                    : $"{model.Name} keeps no cache", Text(settings.Cached), "0");
            }

            if (model.LearnedPositions > 0 && (long)settings.Sequence + settings.Cached > model.LearnedPositions)
            {
                Complain("sequence", $"{model.Name} has learned positions for {Text(model.LearnedPositions)} tokens only",
                    Text(settings.Sequence), $"1 to {Text(model.LearnedPositions)}");
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
