using Orrery.Engine.Arbiters;

namespace Orrery.Engine.Tests.Arbiters;

/// <summary>Who is granted, in which order, and how often.</summary>
public sealed class ArbiterTests
{
    private static readonly long[] NoAges = new long[64];

    [Fact]
    public void Does_round_robin_go_round()
    {
        Assert.Equal([0, 2, 5, 63, 0, 2], Grants(new RoundRobinArbiter(), 1UL << 0 | 1UL << 2 | 1UL << 5 | 1UL << 63, 6));
    }

    // Who was granted last comes last, whoever has come in between: 1 is granted, so 3 and 0 go before it.
    [Fact]
    public void Does_round_robin_begin_behind_the_last()
    {
        var arbiter = new RoundRobinArbiter();
        Assert.Equal([1], Grants(arbiter, 0b0010, 1));
        Assert.Equal([3, 0, 1], Grants(arbiter, 0b1011, 3));
    }

    [Fact]
    public void Does_round_robin_give_equal_shares()
    {
        int[] grants = Grants(new RoundRobinArbiter(), ulong.MaxValue, 64 * 10);
        for (int i = 0; i < 64; i++) Assert.Equal(10, grants.Count(granted => granted == i));
    }

    [Fact]
    public void Does_fixed_priority_always_take_the_lowest()
    {
        var arbiter = new FixedPriorityArbiter();
        Assert.Equal([2, 2, 2], Grants(arbiter, 0b1100, 3));
        Assert.Equal([0], Grants(arbiter, 0b1101, 1));
        Assert.Equal([63], Grants(arbiter, 1UL << 63, 1));
    }

    [Theory]
    [InlineData(0b1111, 1)] // 5 is the least, at 1 and 3: the lower number
    [InlineData(0b1101, 3)]
    [InlineData(0b0101, 2)] // 7 before 9
    [InlineData(0b0001, 0)]
    public void Does_oldest_first_take_who_waits_longest(int mask, int expected)
    {
        long[] since = [9, 5, 7, 5];
        Assert.Equal(expected, new OldestFirstArbiter().Grant(new Requests((ulong)mask, since)));
    }

    // Weights 1, 3, 2: a round is 0, 1, 1, 1, 2, 2.
    [Fact]
    public void Does_a_weight_say_how_many_in_a_row() =>
        Assert.Equal([0, 1, 1, 1, 2, 2, 0, 1, 1, 1, 2, 2], Grants(new WeightedArbiter(1, 3, 2), 0b111, 12));

    // 1000 rounds of 1 + 7 + 40 + 16 = 64 grants.
    [Fact]
    public void Are_the_shares_exact_in_the_long_run()
    {
        int[] weights = [1, 7, 40, 16];
        int[] grants = Grants(new WeightedArbiter(weights), 0b1111, 64_000);
        for (int i = 0; i < weights.Length; i++) Assert.Equal(1000 * weights[i], grants.Count(granted => granted == i));
    }

    [Fact]
    public void Does_who_stops_asking_give_up_the_rest()
    {
        var arbiter = new WeightedArbiter(2, 3);
        Assert.Equal([0, 0, 1], Grants(arbiter, 0b11, 3));
        Assert.Equal([0, 0], Grants(arbiter, 0b01, 2)); // 1 had two left and does not ask
        Assert.Equal([1, 1, 1, 0, 0], Grants(arbiter, 0b11, 5));
    }

    [Fact]
    public void Are_two_asking_of_three_served_by_their_own_weights() =>
        Assert.Equal([0, 2, 2, 0, 2, 2], Grants(new WeightedArbiter(1, 3, 2), 0b101, 6));

    [Fact]
    public void Are_bad_weights_refused()
    {
        Assert.Throws<SimulationException>(() => new WeightedArbiter(1, 0));
        Assert.Throws<SimulationException>(() => new WeightedArbiter([]));
        Assert.Contains("requester 2", Assert.Throws<SimulationException>(() => Grants(new WeightedArbiter(1, 1), 0b100, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Is_every_grant_one_that_was_asked_for()
    {
        IArbiter[] arbiters = [new RoundRobinArbiter(), new FixedPriorityArbiter(), new OldestFirstArbiter(),
            new WeightedArbiter([.. Enumerable.Range(1, 64)])];
        var random = new Random(1);
        var since = new long[64];
        for (int i = 0; i < 10_000; i++)
        {
            var mask = (ulong)random.NextInt64() & (ulong)random.NextInt64() & (ulong)random.NextInt64() | 1UL << random.Next(64);
            since[random.Next(64)] = i;
            foreach (IArbiter arbiter in arbiters) Assert.True(new Requests(mask, since).Has(arbiter.Grant(new Requests(mask, since))));
        }
    }

    [Fact]
    public void Does_a_grant_allocate_nothing()
    {
        IArbiter[] arbiters = [new RoundRobinArbiter(), new FixedPriorityArbiter(), new OldestFirstArbiter(), new WeightedArbiter(1, 2, 3)];
        foreach (IArbiter arbiter in arbiters)
        {
            arbiter.Grant(new Requests(0b111, NoAges));
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) arbiter.Grant(new Requests(0b111, NoAges));
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static int[] Grants(IArbiter arbiter, ulong mask, int count)
    {
        var grants = new int[count];
        for (int i = 0; i < count; i++) grants[i] = arbiter.Grant(new Requests(mask, NoAges));
        return grants;
    }
}
