namespace Orrery.Training.Search;

/// <summary>A plan as the search sees it.</summary>
/// <param name="Ticks">Length of the step, or a bound below it.</param>
/// <param name="Memory">Bytes on the fullest device.</param>
/// <param name="Gpus">GPUs.</param>
/// <param name="Number">Its number in the space.</param>
internal readonly record struct Candidate(long Ticks, double Memory, int Gpus, long Number)
{
    /// <summary>
    /// Whether it is at least as good as another in time, memory and GPUs, and better in one; of plans that are equal in all the first counts.
    /// </summary>
    public bool Dominates(in Candidate other) => Ticks <= other.Ticks && Memory <= other.Memory && Gpus <= other.Gpus
        && (Ticks < other.Ticks || Memory < other.Memory || Gpus < other.Gpus || Number < other.Number);
}

/// <summary>What best means; ties go to less memory, then to the first in the space.</summary>
/// <param name="objective">What is to be small.</param>
internal sealed class CandidateOrder(Objective objective) : IComparer<Candidate>
{
    public int Compare(Candidate x, Candidate y)
    {
        int order = Score(x).CompareTo(Score(y));
        order = order != 0 ? order : x.Memory.CompareTo(y.Memory);
        return order != 0 ? order : x.Number.CompareTo(y.Number);
    }

    private Int128 Score(in Candidate candidate) => objective == Objective.StepTime ? candidate.Ticks : (Int128)candidate.Ticks * candidate.Gpus;
}
