using System.Globalization;
using Orrery.Configuration.Binding;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Experts;

/// <summary>Work of the experts of a layer on one GPU, the busiest where they are spread. Each sort is a question of its own.</summary>
public abstract record ExpertQuestion : IQuestion
{
    public abstract string Name { get; }

    public abstract string Help { get; }

    public abstract string Example { get; }

    public bool OnTensorUnits => true;

    [Parameter("Tokens, before experts are spread over GPUs", Required = true, Min = 1, Reason = "without a token there is no work")]
    public int Tokens { get; init; }

    [Parameter("Experts on all GPUs", Required = true, Min = 1, Max = 65536, Reason = "there is an expert, and no layer has so many")]
    public int Experts { get; init; }

    [Parameter("Experts that a token goes to", Required = true, Min = 1, Reason = "a token goes to one at least")]
    public int PerToken { get; init; }

    [Parameter("Exponent of the power law by which some experts are more popular; 0 for an even load", Default = "0", Min = 0, Max = 9, Reason = "beyond it one expert has all")]
    public double Skew { get; init; }

    [Parameter("GPUs over which the experts are spread", Default = "1", Min = 1, Reason = "the experts lie on one GPU at least")]
    public int Gpus { get; init; }

    public IEnumerable<QuestionMistake> Mistakes
    {
        get
        {
            if (PerToken > Experts)
            {
                yield return new QuestionMistake("per_token", "is more than there are experts", Text(PerToken), $"1 to {Text(Experts)}");
            }

            if (Experts % Gpus != 0)
            {
                yield return new QuestionMistake("gpus", "does not divide the experts", Text(Gpus), $"a divisor of {Text(Experts)}");
            }
        }
    }

    /// <summary>Rows of each expert.</summary>
    protected ExpertLoad Load => new(Tokens, Experts, PerToken, Skew, Gpus);

    public abstract IReadOnlyList<Operator> Work(NumberFormat format);

    public abstract string Shape(IReadOnlyList<Operator> work);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
