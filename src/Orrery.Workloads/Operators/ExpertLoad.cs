namespace Orrery.Workloads.Operators;

/// <summary>
/// How the tokens of a step fall on the experts of the busiest GPU. Without skew they fall evenly. With skew the popularity of experts
/// follows a power law, p(x) ~ x^-skew, cut at 1 and at 0.8 of the tokens (at 0.01 and 2 where there are no more choices than
/// experts), as in the published collector of aiconfigurator; its random draws are replaced by the middles of equal shares of the
/// law, so that the same question always has the same rows.
/// </summary>
/// <param name="Tokens">Tokens, before experts are spread over GPUs.</param>
/// <param name="Experts">Experts on all GPUs.</param>
/// <param name="PerToken">Experts that a token goes to.</param>
/// <param name="Skew">Exponent of the power law; 0 for an even load.</param>
/// <param name="Gpus">GPUs over which the experts are spread; the busiest one is described.</param>
public sealed record ExpertLoad(int Tokens, int Experts, int PerToken, double Skew = 0, int Gpus = 1)
{
    // Ways of dealing experts to GPUs that are tried; the median of the busiest GPUs counts.
    private const int Deals = 9;

    private readonly int[] _rows = RowsOf(Tokens, Experts, PerToken, Skew, Gpus);

    /// <summary>Rows of each expert of the busiest GPU that has any.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Experts of the busiest GPU that have rows.</summary>
    public int Busy => _rows.Length;

    /// <summary>Rows of all experts of the busiest GPU.</summary>
    public long Total => _rows.Sum(row => (long)row);

    /// <summary>Experts on one GPU, busy or not.</summary>
    public int Local => Math.Max(1, Experts / Gpus);

    /// <summary>Choices of all tokens.</summary>
    public long Choices => (long)Tokens * PerToken;

    /// <summary>Blocks of so many rows, each expert filling up its last one.</summary>
    public long Blocks(int rows)
    {
        long blocks = 0;
        foreach (int expert in _rows)
        {
            blocks += (expert + rows - 1) / rows;
        }

        return blocks;
    }

    public bool Equals(ExpertLoad? other) => other is not null && (Tokens, Experts, PerToken, Skew, Gpus)
        == (other.Tokens, other.Experts, other.PerToken, other.Skew, other.Gpus);

    public override int GetHashCode() => HashCode.Combine(Tokens, Experts, PerToken, Skew, Gpus);

    private static int[] RowsOf(int tokens, int experts, int perToken, double skew, int gpus)
    {
        int[] rows = skew > 0 ? Skewed(tokens, experts, perToken, skew) : Even((long)tokens * perToken, experts);
        int[] busiest = gpus <= 1 ? rows : skew > 0 ? Busiest(rows, gpus) : Even(((long)tokens * perToken + gpus - 1) / gpus, Math.Max(1, experts / gpus));
        return [.. busiest.Where(row => row > 0)];
    }

    private static int[] Even(long choices, int experts) =>
        [.. Enumerable.Range(0, experts).Select(expert => (int)((choices / experts) + (expert < choices % experts ? 1 : 0)))];

    private static int[] Skewed(int tokens, int experts, int perToken, double skew)
    {
        long choices = (long)tokens * perToken;
        (double least, double most) = choices > experts ? (1.0, Math.Max(1.0001, 0.8 * tokens)) : (0.01, 2.0);
        double[] popularity = [.. Enumerable.Range(0, experts).Select(expert => Quantile((experts - expert - 0.5) / experts, skew, least, most))];
        double sum = popularity.Sum();
        int[] rows = [.. popularity.Select(share => (int)Math.Min(tokens, Math.Round(share / sum * choices)))];

        // What rounding left over goes to the most popular experts that a token can still choose, or is taken from the least popular.
        long missing = choices - rows.Sum(row => (long)row);
        for (int expert = 0; missing > 0; expert = (expert + 1) % experts)
        {
            int more = (int)Math.Min(tokens - rows[expert], missing > experts ? Math.Max(1, rows[expert]) : 1);
            more = (int)Math.Min(more, missing);
            rows[expert] += more;
            missing -= more;
        }

        for (int expert = experts - 1; missing < 0; expert = expert == 0 ? experts - 1 : expert - 1)
        {
            int fewer = Math.Min(1, rows[expert]);
            rows[expert] -= fewer;
            missing += fewer;
        }

        return rows;
    }

    // Inverse of the distribution function of x^-skew between two bounds; the logarithmic case is its limit.
    private static double Quantile(double share, double skew, double least, double most)
    {
        double power = 1 - skew;
        return Math.Abs(power) < 1e-9 ? least * Math.Pow(most / least, share)
            : Math.Pow(((Math.Pow(most, power) - Math.Pow(least, power)) * share) + Math.Pow(least, power), 1 / power);
    }

    // Experts are dealt to GPUs like cards, several times from fixed seeds.
    private static int[] Busiest(int[] rows, int gpus)
    {
        int local = Math.Max(1, rows.Length / gpus);
        List<int[]> hands = [];
        for (int deal = 0; deal < Deals; deal++)
        {
            int[] cards = [.. rows];
            ulong state = (ulong)deal;
            for (int last = cards.Length - 1; last > 0; last--)
            {
                // Linear congruential generator of Knuth (MMIX).
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                int other = (int)((state >> 33) % (ulong)(last + 1));
                (cards[last], cards[other]) = (cards[other], cards[last]);
            }

            hands.Add(cards.Chunk(local).MaxBy(hand => hand.Sum(row => (long)row))!);
        }

        return [.. hands.OrderBy(hand => hand.Sum(row => (long)row)).ElementAt(Deals / 2)];
    }
}
