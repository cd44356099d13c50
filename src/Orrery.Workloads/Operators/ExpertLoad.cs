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
/// <param name="ByRank">Whether the law is Zipf's instead: the r-th most popular expert is chosen as often as r^-skew says.</param>
public sealed record ExpertLoad(int Tokens, int Experts, int PerToken, double Skew = 0, int Gpus = 1, bool ByRank = false)
{
    // Ways of dealing experts to GPUs that are tried; the median of the busiest GPUs counts.
    private const int Deals = 9;

    private readonly int[] _rows = RowsOf(Tokens, Experts, PerToken, Skew, Gpus, ByRank);

    /// <summary>Rows of each expert of the busiest GPU that has any.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Experts of the busiest GPU that have rows.</summary>
    public int Busy => _rows.Length;

    /// <summary>Rows of all experts of the busiest GPU.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (int expert in _rows)
            {
                total += expert;
            }

            return total;
        }
    }

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

    public bool Equals(ExpertLoad? other) => other is not null && (Tokens, Experts, PerToken, Skew, Gpus, ByRank)
        == (other.Tokens, other.Experts, other.PerToken, other.Skew, other.Gpus, other.ByRank);

    public override int GetHashCode() => HashCode.Combine(Tokens, Experts, PerToken, Skew, Gpus, ByRank);

    private static int[] RowsOf(int tokens, int experts, int perToken, double skew, int gpus, bool byRank)
    {
        long choices = (long)tokens * perToken;
        int local = Math.Max(1, experts / Math.Max(1, gpus));
        int[] rows = skew > 0 ? Busiest(tokens, choices, byRank ? Zipf(experts, skew) : Popularity(tokens, choices, experts, skew), local)
            : Even(gpus > 1 ? (choices + gpus - 1) / gpus : choices, local);
        return [.. rows.Where(row => row > 0)];
    }

    private static int[] Even(long choices, int experts) =>
        [.. Enumerable.Range(0, experts).Select(expert => (int)((choices / experts) + (expert < choices % experts ? 1 : 0)))];

    private static double[] Zipf(int experts, double skew)
    {
        double[] shares = [.. Enumerable.Range(1, experts).Select(rank => Math.Pow(rank, -skew))];
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    // Shares of the choices, most popular first.
    private static double[] Popularity(int tokens, long choices, int experts, double skew)
    {
        (double least, double most) = choices > experts ? (1.0, Math.Max(1.0001, 0.8 * tokens)) : (0.01, 2.0);
        double[] shares =
        [
            .. Enumerable.Range(0, experts).Select(expert => Quantile((experts - expert - 0.5) / experts, skew, least, most)),
        ];
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    // Inverse of the distribution function of x^-skew between two bounds; the logarithmic case is its limit.
    private static double Quantile(double share, double skew, double least, double most)
    {
        double power = 1 - skew;
        return Math.Abs(power) < 1e-9 ? least * Math.Pow(most / least, share)
            : Math.Pow(((Math.Pow(most, power) - Math.Pow(least, power)) * share) + Math.Pow(least, power), 1 / power);
    }

    // Experts are dealt to GPUs like cards, several times from fixed seeds; the median of the busiest hands counts.
    private static int[] Busiest(int tokens, long choices, double[] popularity, int local)
    {
        if (local == popularity.Length)
        {
            return Rounded(tokens, choices, popularity);
        }

        List<int[]> hands = [];
        for (int deal = 0; deal < Deals; deal++)
        {
            double[] cards = [.. popularity];
            ulong state = (ulong)deal;
            for (int last = cards.Length - 1; last > 0; last--)
            {
                // Linear congruential generator of Knuth (MMIX).
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                int other = (int)((state >> 33) % (ulong)(last + 1));
                (cards[last], cards[other]) = (cards[other], cards[last]);
            }

            hands.Add(Rounded(tokens, choices, cards).Chunk(local).MaxBy(Sum)!);
        }

        return hands.OrderBy(Sum).ElementAt(Deals / 2);
    }

    // Whole rows. What rounding left over goes to the experts with most rows that a token can still choose, neighbours first where
    // they have as many; what it gave too much is taken from those with fewest.
    private static int[] Rounded(int tokens, long choices, double[] shares)
    {
        int[] rows = [.. shares.Select(share => (int)Math.Min(tokens, Math.Round(share * choices)))];
        int[] order = [.. Enumerable.Range(0, rows.Length).OrderByDescending(expert => rows[expert])];
        long missing = choices - Sum(rows);
        for (int at = 0; missing > 0; at = (at + 1) % order.Length)
        {
            long fair = Math.Max(1, missing / order.Length);
            int more = (int)Math.Min(Math.Min(tokens - rows[order[at]], missing), fair);
            rows[order[at]] += more;
            missing -= more;
        }

        for (int at = order.Length - 1; missing < 0; at = at == 0 ? order.Length - 1 : at - 1)
        {
            int fewer = Math.Min(1, rows[order[at]]);
            rows[order[at]] -= fewer;
            missing += fewer;
        }

        return rows;
    }

    private static long Sum(int[] rows) => rows.Sum(row => (long)row);
}
