using Orrery.Engine.Execution;

namespace Orrery.Engine.Tests.Wheels;

/// <summary>Does a wake set give back each member once, ascending, and then none?</summary>
public sealed class WakeSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    public void GivesBackWhatWasAdded(int capacity)
    {
        var random = new Random(capacity);
        var set = new WakeSet(capacity);
        int[] members = new int[capacity];
        Assert.True(set.IsEmpty);
        for (int round = 0; round < 5; round++)
        {
            int[] added = [capacity - 1, .. Enumerable.Range(0, Math.Min(capacity, 300)).Select(_ => random.Next(capacity))];
            foreach (int item in added) set.Add(item);
            Assert.False(set.IsEmpty);
            int count = set.TakeAll(members);
            Assert.Equal(added.Distinct().Order(), members.Take(count));
            Assert.True(set.IsEmpty);
            Assert.Equal(0, set.TakeAll(members));
        }
    }
}
