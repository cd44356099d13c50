using Orrery.Training.Plans;

namespace Orrery.Training.Search;

/// <summary>
/// Plans to choose from: what all have in common, and the values of everything that differs. Plans are numbered, not listed: the number of a
/// plan holds its values as digits, so that a space of any size takes no memory.
/// </summary>
public sealed record PlanSpace
{
    /// <summary>What all plans have in common: batch, sequence, formats, software.</summary>
    public required Plan Common { get; init; }

    /// <summary>GPUs that are used.</summary>
    public required IReadOnlyList<int> Gpus { get; init; }

    public IReadOnlyList<int> Tensor { get; init; } = [1];

    public IReadOnlyList<int> Pipeline { get; init; } = [1];

    /// <summary>Data-parallel ranks that are allowed; empty for whatever the other degrees leave.</summary>
    public IReadOnlyList<int> Data { get; init; } = [];

    public IReadOnlyList<int> Context { get; init; } = [1];

    public IReadOnlyList<int> Expert { get; init; } = [1];

    public IReadOnlyList<int> MicroBatch { get; init; } = [1];

    public IReadOnlyList<bool> SequenceParallel { get; init; } = [false];

    public IReadOnlyList<string> Recompute { get; init; } = ["none"];

    public IReadOnlyList<string> Schedule { get; init; } = ["1f1b"];

    public IReadOnlyList<int> VirtualStages { get; init; } = [1];

    public IReadOnlyList<int> Zero { get; init; } = [0];

    public IReadOnlyList<string> OptimizerAt { get; init; } = ["gpu"];

    public IReadOnlyList<string> WeightsAt { get; init; } = ["gpu"];

    public IReadOnlyList<string> ActivationsAt { get; init; } = ["gpu"];

    /// <summary>Plans of the space.</summary>
    public long Count => Families * Variants;

    /// <summary>Families: plans that differ only in what is sharded and offloaded are one family.</summary>
    public long Families => (long)Gpus.Count * Tensor.Count * Pipeline.Count * Context.Count * Expert.Count * MicroBatch.Count
        * SequenceParallel.Count * Recompute.Count * Schedule.Count * VirtualStages.Count;

    /// <summary>Plans of a family.</summary>
    public int Variants => Zero.Count * OptimizerAt.Count * WeightsAt.Count * ActivationsAt.Count;

    /// <summary>The family of a number, from 0.</summary>
    public PlanFamily Family(long number)
    {
        long rest = number;
        T Digit<T>(IReadOnlyList<T> values)
        {
            (rest, long digit) = Math.DivRem(rest, values.Count);
            return values[(int)digit];
        }

        int chunks = Digit(VirtualStages);
        string schedule = Digit(Schedule), recompute = Digit(Recompute);
        bool sequenceParallel = Digit(SequenceParallel);
        int microBatch = Digit(MicroBatch), expert = Digit(Expert), context = Digit(Context);
        int pipeline = Digit(Pipeline), tensor = Digit(Tensor);
        return new PlanFamily(Digit(Gpus), tensor, pipeline, context, expert, microBatch, sequenceParallel, recompute, schedule, chunks);
    }

    /// <summary>A plan of a family.</summary>
    /// <param name="family">The plan of the family whose variant 0 it is, its data-parallel ranks known.</param>
    /// <param name="variant">Its number in the family.</param>
    public Plan Variant(Plan family, int variant)
    {
        (int rest, int zero) = Math.DivRem(variant, Zero.Count);
        (rest, int optimizer) = Math.DivRem(rest, OptimizerAt.Count);
        (rest, int weights) = Math.DivRem(rest, WeightsAt.Count);
        return family with
        {
            Zero = Zero[zero],
            OptimizerAt = OptimizerAt[optimizer],
            WeightsAt = WeightsAt[weights],
            ActivationsAt = ActivationsAt[rest],
        };
    }

    /// <summary>The plan of a number; its data-parallel ranks are 0 where the degrees do not divide the GPUs.</summary>
    public (Plan Plan, int Gpus) PlanOf(long number)
    {
        PlanFamily family = Family(number / Variants);
        return (Variant(family.Over(Common), (int)(number % Variants)), family.Gpus);
    }
}
