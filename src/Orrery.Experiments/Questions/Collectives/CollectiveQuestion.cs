using System.Globalization;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Units;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Experiments.Questions.Collectives;

/// <summary>A collective operation of GPUs over the links that they usually have. Each operation is a question of its own.</summary>
public abstract record CollectiveQuestion : IQuestion
{
    public abstract string Name { get; }

    public abstract string Help { get; }

    /// <summary>The operation.</summary>
    protected abstract CollectiveOperation Operation { get; }

    public string Example => "--bytes 64MiB --ranks 8";

    [Parameter("Size of the buffer", Required = true)]
    public ByteSize Bytes { get; init; }

    [Parameter("GPUs that take part", Required = true, Min = 1, Reason = "a collective has at least one rank")]
    public int Ranks { get; init; }

    [Parameter("How many of them stand in one server; all where left out", Min = 1, Reason = "a server that takes part holds at least one rank")]
    public int? RanksPerNode { get; init; }

    [Parameter("Whether kernels may read the memory of all peers at once, as those of serving engines", Default = "false")]
    public bool PeerKernels { get; init; }

    public IEnumerable<QuestionMistake> Mistakes => Collective.Problem(Ranks, RanksPerNode ?? Ranks) is { } problem
        ? [new QuestionMistake("ranks_per_node", problem, (RanksPerNode ?? Ranks).ToString(CultureInfo.InvariantCulture), $"a divisor of {Ranks.ToString(CultureInfo.InvariantCulture)}")] : [];

    public IReadOnlyList<Operator> Work(NumberFormat format) =>
        [new Collective(Name, format, Operation, Bytes.Bytes, Ranks, RanksPerNode ?? Ranks) { PeerKernels = PeerKernels }];
}
