using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions;

/// <summary>
/// One operator that a person may ask about: its sizes, each a parameter, and the operator that they make. A new one is a record
/// that implements this, in a file of its own, with nothing to register.
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

    /// <summary>The operator, in a number format.</summary>
    Operator Work(NumberFormat format);
}

/// <summary>A size that makes no sense beside the others.</summary>
/// <param name="Key">Key of the parameter: "kv_heads".</param>
/// <param name="Problem">What is wrong, as a short clause.</param>
/// <param name="Given">What was given.</param>
/// <param name="Allowed">What may be given.</param>
public sealed record QuestionMistake(string Key, string Problem, string Given, string Allowed);
