using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.CostModels.Sensitivities;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>Reads a question as a document, and answers it.</summary>
/// <param name="folder">The folder from which relative paths count.</param>
public sealed class PredictionReader(string folder)
{
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>The answer, or all mistakes at once.</summary>
    /// <param name="kind">The question; its own sizes do not count.</param>
    /// <param name="document">Sizes, and the keys of <see cref="PredictionSettings"/>.</param>
    /// <param name="overrides">Settings such as <c>gpu.l2.size=64MiB</c>, applied in order.</param>
    public Loaded<Prediction> Read(IQuestion kind, MapNode document, IReadOnlyList<string> overrides)
    {
        _diagnostics.Clear();
        MapNode changed = Overrides.Apply(document, overrides, _diagnostics);
        HashSet<string> common = [.. ParameterList.Of<PredictionSettings>().Select(parameter => parameter.Path.Split('.')[0])];
        Binder binder = new(_diagnostics);
        PredictionSettings settings = binder.Bind<PredictionSettings>(
            changed with { Entries = [.. changed.Entries.Where(entry => common.Contains(entry.Key))] });
        MapNode sizes = changed with { Entries = [.. changed.Entries.Where(entry => !common.Contains(entry.Key))] };
        int before = _diagnostics.Count;
        IQuestion question = (IQuestion)binder.Bind(kind.GetType(), sizes);
        if (_diagnostics.Count == before)
        {
            _diagnostics.AddRange(question.Mistakes.Select(mistake =>
                At(sizes, mistake.Key, mistake.Problem, mistake.Given, mistake.Allowed, mistake.Nearest)));
        }

        return Loaded.From(Answer(question, settings, changed), [.. _diagnostics]);
    }

    private Prediction? Answer(IQuestion question, PredictionSettings settings, MapNode document)
    {
        HardwareGpu? gpu = settings.Gpu is null ? null : new GpuReader(folder, _diagnostics).Read(settings.Gpu, "gpu");
        NumberFormat? format = settings.Dtype is null ? null
            : new PresetReader<NumberFormat>(FormatCatalogue.Presets, "number format", folder, _diagnostics).Read(settings.Dtype, "dtype");
        IOperatorCost? model = Fidelities.Find(settings.Fidelity);
        if (model is null)
        {
            _diagnostics.Add(At(document, "fidelity", "there is no such fidelity", settings.Fidelity, string.Join(", ", Fidelities.Names),
                Fidelities.Nearest(settings.Fidelity)));
        }

        if (gpu is not null && format is not null && FormatSupport.Mistake(gpu, format) is { } problem)
        {
            _diagnostics.Add(At(document, "dtype", problem, format.Name, FormatSupport.FormatsOf(gpu)));
        }

        if (gpu is not null)
        {
            _diagnostics.AddRange(GpuCalibration.Mistakes(gpu, (document.Find("gpu") ?? document).File));
        }

        Fabric? fabric = settings.Fabric is null ? null : FabricCatalogue.Read(settings.Fabric, "fabric", folder, _diagnostics);
        if (fabric is not null && format is not null && _diagnostics.Count == 0)
        {
            _diagnostics.AddRange(question.Work(format).OfType<Collective>()
                .Select(work => fabric.Refuses(work.Ranks, work.RanksPerNode)).OfType<string>()
                .Select(reason => At(document, "fabric", reason, fabric.Name, null)));
            model = model is null ? null : new OverFabric(model, fabric);
        }

        IOperatorCost? cost = gpu is null || settings.Data is null || model is null ? model
            : new MeasuredCostReader(_diagnostics).Read(model, gpu, [Path.Combine(folder, settings.Data)]);
        return _diagnostics.Count > 0 ? null : Answer(question, format!, gpu!, model!, cost!);
    }

    private static Prediction Answer(IQuestion question, NumberFormat format, HardwareGpu gpu, IOperatorCost model, IOperatorCost cost)
    {
        IReadOnlyList<Operator> work = question.Work(format);
        return new Prediction
        {
            Question = question.Name,
            Shape = question.Shape(work),
            Format = format,
            Steps = [.. work.Select(one => new PredictedStep(one, cost.Cost(one, gpu)))],
            Gpu = gpu,
            Fidelity = model.Fidelity,
            ModelSeconds = work.Sum(one => model.Cost(one, gpu).Seconds),
            PeakFlopsPerSecond = question.OnTensorUnits || gpu.Peak.Fp32 is null
                ? gpu.Peak.OfMatrices(format.Rate)!.Value.PerSecond * format.RateFactor : gpu.Peak.Fp32.Value.PerSecond,
            Sensitivities = Sensitivity.Of(model, work, gpu),
            NotModelled = model.NotModelled,
        };
    }

    private static Diagnostic At(MapNode document, string key, string problem, string? given, string? allowed, string? nearest = null)
    {
        Node at = document.Find(key) ?? document;
        return new Diagnostic(at.File, at.Line, key, problem, given, allowed, nearest);
    }
}
