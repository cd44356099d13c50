using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>
/// Work that a person may ask about: its sizes, each a parameter, and the operators that they make, mostly one. A new one is a
/// record that implements this, in a file of its own, with nothing to register.
/// </summary>
public interface IQuestion
{
    /// <summary>Name, in small letters: "gemm".</summary>
    string Name { get; }

    /// <summary>What it computes, in one line.</summary>
    string Help { get; }

    /// <summary>Sizes worth asking about, as on a command line: "--m 4096 --n 4096 --k 4096".</summary>
    string Example { get; }

    /// <summary>Whether tensor units do the work, so that their peak is its roof; otherwise the FP32 units do.</summary>
    bool OnTensorUnits => false;

    /// <summary>Sizes that are right one by one and make no sense together.</summary>
    IEnumerable<QuestionMistake> Mistakes => [];

    /// <summary>The operators in a number format, one after the other.</summary>
    IReadOnlyList<Operator> Work(NumberFormat format);

    /// <summary>The shape of all for a person; that of the first operator unless there is a better word for several.</summary>
    string Shape(IReadOnlyList<Operator> work) => work[0].Shape;
}

/// <summary>A size that makes no sense beside the others.</summary>
/// <param name="Key">Key of the parameter: "kv_heads".</param>
/// <param name="Problem">What is wrong, as a short clause.</param>
/// <param name="Given">What was given.</param>
/// <param name="Allowed">What may be given.</param>
/// <param name="Nearest">The valid name that was probably meant.</param>
public sealed record QuestionMistake(string Key, string Problem, string Given, string Allowed, string? Nearest = null)
{
    /// <summary>A mistake where a name that was given is that of no number format.</summary>
    public static IEnumerable<QuestionMistake> UnknownFormat(string key, string? name) => name is null || FormatCatalogue.Find(name) is not null ? []
        : [new QuestionMistake(key, "there is no such number format", name, "a name that 'orrery show formats' lists", FormatCatalogue.Presets.Nearest(name))];
}
