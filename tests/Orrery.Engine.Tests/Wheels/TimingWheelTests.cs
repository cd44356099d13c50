using Orrery.Engine.Execution;

namespace Orrery.Engine.Tests.Wheels;

/// <summary>Does the timing wheel give letters by tick, and those of a tick in the order of adding?</summary>
public sealed class TimingWheelTests
{
    [Theory]
    [InlineData(1, 12, 0)]
    [InlineData(2, 24, 0)]
    [InlineData(3, 48, 0)]
    [InlineData(4, 48, 1L << 59)]
    [InlineData(5, 13, (1L << 53) - 3000)]
    [InlineData(6, 3, (1L << 36) - 50)]
    public void SameAsASortedList(int seed, int bits, long from)
    {
        var random = new Random(seed);
        var wheel = new TimingWheel<long>();
        wheel.Rebase(from);
        var expected = new SortedDictionary<long, List<long>>();
        long now = from, name = 0;
        void Add(long due)
        {
            wheel.Add(due, (int)(name % 1000), name);
            if (!expected.TryGetValue(due, out List<long>? list)) expected.Add(due, list = []);
            list.Add(name++);
        }

        for (int step = 0; step < 3000; step++)
        {
            // Delays of every magnitude, many of them equal; now and then a crowd for one tick.
            int crowd = random.Next(40) == 0 ? random.Next(200) : random.Next(4);
            long delay = 1 + random.NextInt64(1L << random.Next(1, bits + 1));
            for (int i = 0; i < crowd; i++) Add(now + delay);
            if (random.Next(3) == 0 && expected.Count > 0 && expected.Keys.Last() > now) Add(expected.Keys.Last());
            Assert.Equal(expected.Count > 0 ? expected.Keys.First() : long.MaxValue, wheel.Next);
            if (expected.Count > 0 && random.Next(4) != 0) now = TakeOne(wheel, expected);
        }
        while (expected.Count > 0) TakeOne(wheel, expected);
        Assert.Equal(long.MaxValue, wheel.Next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData((1L << 24) - 1)]
    [InlineData(1L << 24)]
    [InlineData(1L << 36)]
    [InlineData(1L << 48)]
    public void HoldsEveryDistanceExactly(long delay)
    {
        foreach (long from in (long[])[0, 1, 4095, 4096, (1L << 24) - 1, 1L << 59])
        {
            var wheel = new TimingWheel<long>();
            wheel.Rebase(from);
            wheel.Add(from + delay, 7, 0);
            Assert.Equal(from + delay, wheel.Next);
            Assert.Equal(7, wheel.Letters[wheel.OldestFirst(wheel.Take()).Single()].Key);
        }
    }

    [Fact]
    public void DrainsInOrderAndCanBeUsedAgain()
    {
        var wheel = new TimingWheel<long>();
        foreach (long due in (long[])[9000, 5, 1L << 40, 5, 9000]) wheel.Add(due, 0, due);
        Assert.Equal(
            [(5, 5), (5, 5), (9000, 9000), (9000, 9000), (1L << 40, 1L << 40)],
            wheel.Drain().Select(entry => (entry.Due, entry.Letter.Message)).ToArray());
        Assert.Equal(long.MaxValue, wheel.Next);
        wheel.Add((1L << 40) + 1, 0, 0);
        Assert.Equal((1L << 40) + 1, wheel.Next);
    }

    private static long TakeOne(TimingWheel<long> wheel, SortedDictionary<long, List<long>> expected)
    {
        (long tick, List<long> names) = expected.First();
        expected.Remove(tick);
        Assert.Equal(tick, wheel.Next);
        int pile = wheel.Take();
        int[] places = wheel.OldestFirst(pile);
        Assert.Equal(names, places.Select(place => wheel.Letters[place].Message));
        Assert.All(places, place => Assert.Equal((int)(wheel.Letters[place].Message % 1000), wheel.Letters[place].Key));
        wheel.Free(pile);
        return tick;
    }
}
