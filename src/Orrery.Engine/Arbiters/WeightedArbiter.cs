using System.Diagnostics.CodeAnalysis;

namespace Orrery.Engine.Arbiters;

/// <summary>
/// Shares by weight: deficit round robin (Shreedhar and Varghese, SIGCOMM 1995) with messages of equal cost. A requester has as
/// many grants in a row as its weight, then it is the next one's turn; who stops asking gives up the rest of its turn. Among those
/// who always ask the shares are exact: in each round of sum-of-weights grants, requester i gets weight i.
/// </summary>
public sealed class WeightedArbiter : IArbiter
{
    private readonly int[] _weights;
    private int _turn = -1;
    private int _left;

    /// <param name="weights">Grants a round of each requester; at least 1.</param>
    public WeightedArbiter(params ReadOnlySpan<int> weights)
    {
        Simulation.InRange(weights.Length, 1, 64, "a weighted arbiter", "number of weights", "");
        foreach (int weight in weights) Simulation.InRange(weight, 1, int.MaxValue, "a weighted arbiter", "weight", "grants a round");
        _weights = weights.ToArray();
    }

    /// <inheritdoc/>
    public int Grant(in Requests requests)
    {
        if (_left == 0 || !requests.Has(_turn))
        {
            _turn = requests.FirstFrom(_turn + 1);
            if (_turn >= _weights.Length) Refuse(_turn);
            _left = _weights[_turn];
        }
        _left--;
        return _turn;
    }

    [DoesNotReturn]
    private void Refuse(int requester) => throw new SimulationException(
        $"a weighted arbiter with {_weights.Length} weights was asked by requester {requester}; it needs a weight for each");
}
