using System.Globalization;
using System.Text.RegularExpressions;
using Orrery.Workloads.Models;

namespace Orrery.Training.Validation;

/// <summary>
/// The model of a row: one of the catalogue where the name is known there, otherwise a GPT or a model of Llama's kind with the sizes that the
/// row gives.
/// </summary>
/// <param name="cells">Cells by column.</param>
internal sealed partial class RowModel(IReadOnlyDictionary<string, string> cells)
{
    private static readonly string[] GatedFamilies = ["llama", "mistral", "mixtral", "qwen", "gemma", "deepseek"];
    private static readonly string[] ExpertWords = ["mixtral", "moe", "deepseek", "x7b", "x22b", "switch", "grok", "gptoss", "kimi"];

    /// <summary>The model, or null with problems.</summary>
    public TransformerModel? Read(List<string> problems)
    {
        string name = cells.GetValueOrDefault("model", "");
        int layers = Whole("layers"), hidden = Whole("hidden"), heads = Whole("heads");
        if (layers == 0 || hidden == 0 || heads == 0)
        {
            problems.Add("layers, hidden and heads are not all known");
            return null;
        }

        if (ModelCatalogue.FindSpelt(name) is { } known && known.Layers == layers && known.Hidden == hidden)
        {
            return known;
        }

        MixtureOfExperts? mixture = ExpertsOf(name);
        string letters = string.Concat(name.Where(char.IsLetterOrDigit));
        if (mixture is null && (ExpertWords.Any(word => letters.Contains(word, StringComparison.OrdinalIgnoreCase)) || ActiveSize().IsMatch(name)))
        {
            problems.Add($"the experts of '{name}' are not known");
            return null;
        }

        bool gated = GatedFamilies.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

        // Nemotron-4 (arXiv 2402.16819, 2406.11704): squared ReLU without a gate, rotary positions, no biases, two tables of tokens.
        bool nemotron = name.Contains("nemotron", StringComparison.OrdinalIgnoreCase);
        bool modern = gated || nemotron;
        int ffn = Whole("ffn");
        int keys = Whole("kv_heads");
        return new TransformerModel
        {
            Name = name,
            Family = gated ? "llama" : nemotron ? "nemotron" : "gpt2",
            Layers = layers,
            Hidden = hidden,
            Heads = heads,
            KvHeads = keys > 0 ? keys : heads,
            HeadDim = Whole("head_dim") is > 0 and var size ? size : hidden / heads,
            Intermediate = ffn > 0 ? ffn : 4 * hidden,
            Vocabulary = Whole("vocab") is > 0 and var vocabulary ? vocabulary : gated ? 32000 : 51200,
            LearnedPositions = modern ? 0 : Whole("seq"),
            HasVocabularyHead = true,
            TiedEmbeddings = !modern,
            Causal = true,
            Rotary = modern,
            RmsNorm = gated,
            GatedMlp = gated,
            Activation = gated ? "silu" : nemotron ? "relu" : "gelu_new",
            QkvBias = !modern,
            OutputBias = !modern,
            MlpBias = !modern,
            Experts = mixture,
        };
    }

    // Mixtral 8x7B, 8x22B: eight experts, of which each token passes two (Jiang et al., arXiv 2401.04088).
    private static MixtureOfExperts? ExpertsOf(string name) =>
        name.Contains("mixtral", StringComparison.OrdinalIgnoreCase) ? new MixtureOfExperts(8, 2) : null;

    private int Whole(string column) =>
        double.TryParse(cells.GetValueOrDefault(column, ""), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && value is >= 1 and <= int.MaxValue
            ? (int)value : 0;

    // Qwen3-235B-A22B: 22 billion parameters of 235 are active.
    [GeneratedRegex(@"[-_ ]a\d+(\.\d+)?b\b", RegexOptions.IgnoreCase)]
    private static partial Regex ActiveSize();
}
