using System.Globalization;

namespace Orrery.Benchmarks;

/// <summary>A benchmark model that can be built from numbers.</summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Help">One line.</param>
/// <param name="Parameters">In the order in which they are given.</param>
/// <param name="Build">Makes a new model of valid parameters.</param>
public sealed record BenchmarkKind(
    string Name, string Help, IReadOnlyList<BenchmarkParameter> Parameters, Func<long[], IBenchmarkModel> Build)
{
    /// <summary>Reads parameters from words; says everything that is wrong with them.</summary>
    public IReadOnlyList<string> Read(IReadOnlyList<string> words, out long[] values)
    {
        var mistakes = new List<string>();
        values = new long[Parameters.Count];
        if (words.Count != Parameters.Count)
        {
            mistakes.Add($"{Name} takes {Parameters.Count} parameters ({string.Join(' ', Parameters.Select(p => p.Name))}), not {words.Count}");
        }
        for (int i = 0; i < Math.Min(words.Count, Parameters.Count); i++)
        {
            BenchmarkParameter parameter = Parameters[i];
            if (!long.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]))
            {
                mistakes.Add($"{parameter.Name}: '{words[i]}' is not a whole number");
            }
            else if (values[i] < parameter.Least || values[i] > parameter.Most)
            {
                mistakes.Add($"{parameter.Name}: {words[i]} is out of range; {parameter.Help} may be {parameter.Least} to {parameter.Most}");
            }
        }
        return mistakes;
    }
}
