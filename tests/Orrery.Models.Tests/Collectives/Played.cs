namespace Orrery.Models.Tests.Collectives;

/// <summary>
/// Ranks that hold numbers and pass messages. Counts what leaves and what arrives at every rank, and what crosses servers, so that
/// closed forms can be held against what really moves.
/// </summary>
internal sealed class Played
{
    private readonly double[][] _held;
    private readonly int _perNode;

    public Played(int ranks, int perNode)
    {
        _perNode = perNode;
        _held = [.. Enumerable.Range(0, ranks).Select(rank => Enumerable.Range(0, ranks).Select(part => Start(rank, part)).ToArray())];
        Sent = new double[ranks];
        Received = new double[ranks];
        LeftNode = new double[ranks / perNode];
    }

    public int Ranks => _held.Length;

    /// <summary>Parts that each rank sent; a buffer has as many parts as there are ranks.</summary>
    public double[] Sent { get; }

    public double[] Received { get; }

    /// <summary>Parts that left each server.</summary>
    public double[] LeftNode { get; }

    /// <summary>What every rank must hold in a part after an all-reduce.</summary>
    public double Sum(int part) => Enumerable.Range(0, Ranks).Sum(rank => Start(rank, part));

    public double Held(int rank, int part) => _held[rank][part];

    /// <summary>One step: all messages leave before any arrives.</summary>
    public void Step(IEnumerable<(int From, int To, int Part)> messages, bool add)
    {
        (int From, int To, int Part, double Value)[] moving =
            [.. messages.Select(message => (message.From, message.To, message.Part, _held[message.From][message.Part]))];
        foreach ((int from, int to, int part, double value) in moving)
        {
            Sent[from]++;
            Received[to]++;
            LeftNode[from / _perNode] += from / _perNode == to / _perNode ? 0 : 1;
            _held[to][part] = add ? _held[to][part] + value : value;
        }
    }

    /// <summary>Sums parts around a circle, then passes the sums around until all have all.</summary>
    public void RingAllReduce(int[] circle, Func<int, int[]> partsOf)
    {
        RingReduceScatter(circle, partsOf);
        RingAllGather(circle, place => partsOf(Modulo(place + 1, circle.Length)));
    }

    /// <summary>Sums parts around a circle; the rank at a place ends with the sum of the parts of the next place.</summary>
    public void RingReduceScatter(int[] circle, Func<int, int[]> partsOf)
    {
        for (int step = 0; step < circle.Length - 1; step++)
        {
            Step(Around(circle, place => partsOf(Modulo(place - step, circle.Length))), add: true);
        }
    }

    /// <summary>Passes parts around a circle until all have all; at first each place holds its own.</summary>
    public void RingAllGather(int[] circle, Func<int, int[]> partsOf)
    {
        for (int step = 0; step < circle.Length - 1; step++)
        {
            Step(Around(circle, place => partsOf(Modulo(place - step, circle.Length))), add: false);
        }
    }

    private static IEnumerable<(int, int, int)> Around(int[] circle, Func<int, int[]> parts) =>
        circle.SelectMany((rank, place) => parts(place).Select(part => (rank, circle[(place + 1) % circle.Length], part)));

    private static int Modulo(int value, int divisor) => ((value % divisor) + divisor) % divisor;

    private static double Start(int rank, int part) => (rank * 1000) + part;
}
