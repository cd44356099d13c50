using System.Text.Json.Nodes;
using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Experiments.Cycle;
using Orrery.Experiments.Questions;
using Orrery.Hardware;
using Orrery.Workloads.Formats;

namespace Orrery.Experiments.Operators;

/// <summary>Reads operator experiments.</summary>
internal sealed class OperatorKind : IExperimentKind
{
    private const string WorkKey = "work";

    public string Name => "operator";

    public IReadOnlyList<ParameterInfo> Parameters => ParameterList.Of<OperatorSettings>();

    public JsonObject Schema
    {
        get
        {
            JsonObject schema = JsonSchemaOf.Class<OperatorSettings>();
            JsonObject work = schema["properties"]![WorkKey]!.AsObject();
            work["anyOf"] = new JsonArray(WorkSchema(), new JsonObject { ["type"] = "array", ["items"] = WorkSchema() });
            return schema;
        }
    }

    public IExperiment? Read(MapNode document, ExperimentSource source)
    {
        OperatorSettings settings = new Binder(source.Diagnostics).Bind<OperatorSettings>(document);
        IReadOnlyList<IQuestion> work = settings.Work is null ? [] : new WorkReader(source.Diagnostics).Read(settings.Work, WorkKey);
        HardwareGpu? gpu = settings.Gpu is null ? null : new GpuReader(source.Folder, source.Diagnostics).Read(settings.Gpu, "gpu");
        IOperatorCost? cost = Fidelities.Find(settings.Fidelity);
        if (cost is null)
        {
            Complain("fidelity", "there is no such fidelity", settings.Fidelity, string.Join(", ", Fidelities.Names), Fidelities.Nearest(settings.Fidelity));
        }

        NumberFormat? format = settings.Dtype is null ? null
            : new PresetReader<NumberFormat>(FormatCatalogue.Presets, "number format", source.Folder, source.Diagnostics).Read(settings.Dtype, "dtype");
        if (gpu is not null && format is not null && FormatSupport.Mistake(gpu, format) is { } problem)
        {
            Complain("dtype", problem, format.Name, FormatSupport.FormatsOf(gpu));
        }

        if (gpu is not null)
        {
            source.Diagnostics.AddRange(GpuCalibration.Mistakes(gpu, source.File));
        }

        CycleReader reader = new(source);
        CycleChoice? cycle = reader.Read(settings.Fidelity, gpu, settings, document);
        string[] costs = [.. (settings.Costs ?? []).Select(path => Path.GetFullPath(Path.Combine(source.Folder, path)))];
        if (cost is not null && gpu is not null && costs.Length > 0)
        {
            cost = new MeasuredCostReader(source.Diagnostics).Read(cost, gpu, costs);
        }

        return source.Diagnostics.Count > 0 || gpu is null || cost is null || format is null ? null
            : new OperatorExperiment(source, settings with { Costs = costs, Plugins = reader.Located(settings.Plugins) }, work, format,
                new OperatorsRun(gpu, cost, cycle, document.Find(WorkKey) ?? document, WorkKey));

        void Complain(string key, string problem, string? given, string? allowed, string? nearest = null)
        {
            Node at = document.Find(key) ?? document;
            source.Diagnostics.Add(new Diagnostic(at.File, at.Line, key, problem, given, allowed, nearest));
        }
    }

    private static JsonObject WorkSchema()
    {
        JsonObject properties = [];
        foreach (IQuestion question in QuestionCatalogue.All)
        {
            JsonObject sizes = JsonSchemaOf.Class(question.GetType());
            sizes["description"] = question.Help;
            properties[question.Name] = sizes;
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }
}
