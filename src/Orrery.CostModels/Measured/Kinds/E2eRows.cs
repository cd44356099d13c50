using Orrery.Workloads.Formats;
using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.CostModels.Measured.Kinds;

/// <summary>A whole model on one GPU in an eager framework: one forward pass, or forward and backward pass of a training step.</summary>
internal sealed class E2eRows : IMeasuredKind
{
    public string Name => "e2e";

    public IReadOnlyList<string> Columns => ["gpu", "dtype", "model", "mode", "seq", "batch", "ranks", "time_us", "method"];

    public MeasuredRow? Read(CsvLine row, out string? reason)
    {
        (string dtype, string name, string mode) = (row.Text("dtype"), row.Text("model"), row.Text("mode"));
        if (row.Whole("ranks") > 1 || mode.StartsWith("train ", StringComparison.Ordinal))
        {
            reason = "a training job over many GPUs";
            return null;
        }

        if (FormatCatalogue.Find(dtype) is not { } format)
        {
            reason = $"number format '{dtype}' is not known";
            return null;
        }

        if (ModelOf(name) is not { } model)
        {
            reason = $"model '{name}' is not in the catalogue";
            return null;
        }

        if (mode is not ("inf" or "train"))
        {
            reason = $"mode '{mode}' is not modelled";
            return null;
        }

        reason = null;
        bool training = mode == "train";
        EagerShape shape = new(row.Whole("batch"), row.Whole("seq"), format, row.Text("variant") == "fusion", training);
        IReadOnlyList<Operator> work = EagerModel.Forward(model, shape);
        return new MeasuredRow
        {
            Kind = Name,
            Class = training ? "training" : "inference",
            Gpu = row.Text("gpu"),
            Method = row.Text("method"),
            Work = training ? [.. work, .. EagerModel.Backward(model, shape)] : work,
            Seconds = row.Positive("time_us") * 1e-6,
            File = row.File,
            Line = row.Line,
        };
    }

    // Tables write bert_large and opt_13 for bert-large and opt-1.3b: letters and digits decide, and a size may lack its unit.
    private static TransformerModel? ModelOf(string name)
    {
        string plain = Plain(name);
        return ModelCatalogue.All.FirstOrDefault(model => Plain(model.Name) == plain)
            ?? ModelCatalogue.All.FirstOrDefault(model => Plain(model.Name) == plain + "b");

        static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
    }
}
