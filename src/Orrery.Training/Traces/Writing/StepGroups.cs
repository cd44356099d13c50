using System.Globalization;
using System.Text.Json;
using Orrery.Training.Plans;

namespace Orrery.Training.Traces.Writing;

/// <summary>The process groups of a plan, numbered from 1 as ASTRA-sim wants them.</summary>
/// <param name="plan">The plan, its data-parallel ranks known.</param>
internal sealed class StepGroups(Plan plan)
{
    private readonly RankOrder _order = new(plan);
    private readonly Dictionary<(StepGroup Kind, int First), int> _numbers = [];
    private readonly List<int[]> _members = [];

    /// <summary>Where ranks stand.</summary>
    public RankOrder Order => _order;

    /// <summary>The number of a rank's group, as traces name it.</summary>
    public string NameOf(StepGroup kind, int rank)
    {
        int first = First(kind, rank);
        lock (_members)
        {
            if (!_numbers.TryGetValue((kind, first), out int number))
            {
                _members.Add([.. Enumerable.Range(0, Size(kind)).Select(place => first + (place * Stride(kind)))]);
                number = _members.Count;
                _numbers.Add((kind, first), number);
            }

            return number.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Ranks of a group.</summary>
    public int Size(StepGroup kind) => kind switch
    {
        StepGroup.Tensor => plan.Tensor,
        StepGroup.Context => plan.Context,
        StepGroup.Expert => plan.Expert,
        StepGroup.Ends => 2,
        _ => plan.Context * plan.Data,
    };

    /// <summary>Numbers all groups in the order of ranks, so that the same plan gives the same numbers.</summary>
    public void NumberAll()
    {
        foreach (StepGroup kind in Enum.GetValues<StepGroup>().Where(kind => Size(kind) > 1 && (kind != StepGroup.Ends || plan.Pipeline > 1)))
        {
            for (int rank = 0; rank < _order.Ranks; rank++)
            {
                if (kind != StepGroup.Ends || _order.PlaceOf(rank).Stage == 0)
                {
                    NameOf(kind, rank);
                }
            }
        }
    }

    /// <summary>Writes them as the file of groups that ASTRA-sim reads.</summary>
    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(
        Enumerable.Range(0, _members.Count).ToDictionary(at => (at + 1).ToString(CultureInfo.InvariantCulture), at => _members[at])));

    private int First(StepGroup kind, int rank)
    {
        RankPlace place = _order.PlaceOf(rank);
        int copy = place.Context + (place.Data * plan.Context);
        return rank - (Stride(kind) * kind switch
        {
            StepGroup.Tensor => place.Tensor,
            StepGroup.Context => place.Context,
            StepGroup.Expert => (plan.ExpertTensor == 1 ? place.Tensor + (plan.Tensor * copy) : copy) % plan.Expert,
            StepGroup.Ends => place.Stage > 0 ? 1 : 0,
            _ => copy,
        });
    }

    private int Stride(StepGroup kind) => kind switch
    {
        StepGroup.Tensor => 1,
        StepGroup.Expert => plan.ExpertTensor,
        StepGroup.Ends => _order.PipelineStride * (plan.Pipeline - 1),
        _ => plan.Tensor,
    };
}

/// <summary>Groups of ranks of a plan.</summary>
internal enum StepGroup
{
    Tensor,
    Context,
    Expert,

    /// <summary>All that hold the same weights, for gradients.</summary>
    Gradients,

    /// <summary>The same ranks, for weights, which travel beside gradients.</summary>
    Weights,

    /// <summary>The first and the last stage, which share a table.</summary>
    Ends,
}
