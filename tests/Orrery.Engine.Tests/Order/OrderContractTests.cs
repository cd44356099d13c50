namespace Orrery.Engine.Tests.Order;

/// <summary>Does every schedule show every component the same, in the order of the contract?</summary>
public sealed class OrderContractTests
{
    private const long LastTick = 50;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 14)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EveryScheduleShowsTheSame(int seed)
    {
        var expected = new Chatter(seed, LastTick);
        RunResult plain = expected.Simulation.Run();
        foreach ((string manager, int threads) in Managers.All)
        {
            var model = new Chatter(seed, LastTick);
            RunResult result = model.Simulation.Run(Managers.Options(manager, threads));
            string how = $"seed {seed}, {manager}, {threads} threads";
            for (int i = 0; i < model.Boxes.Count; i++)
            {
                SameLog(expected.Boxes[i], model.Boxes[i], how);
            }
            // These do split: or nothing would be shown by it.
            if (manager is not ("auto" or "sequential") && threads > 1) Assert.True(result.Windows > 0, how);
            Assert.True(plain.Tick == result.Tick && plain.End == result.End, $"{how}: ended {result.End} at {result.Tick}");
            Assert.True(plain.Activations == result.Activations, $"{how}: {result.Activations} runs and not {plain.Activations}");
            Assert.True(plain.Account == result.Account, $"{how}: {result.Account}");
        }
    }

    /// <summary>Many short runs, each with another manager, are one long run.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void PiecesMakeTheSameWhole(int seed)
    {
        var expected = new Chatter(seed, LastTick);
        expected.Simulation.Run();
        var model = new Chatter(seed, LastTick);
        (string Manager, int Threads)[] hands = [.. Managers.All.OrderBy(hand => Reference.Mixer.Mix((ulong)(seed * 100 + hand.Threads + hand.Manager.Length)))];
        for (int i = 0; i < hands.Length; i++)
        {
            model.Simulation.Run(Managers.Options(hands[i].Manager, hands[i].Threads) with { Until = i * 2 });
        }
        model.Simulation.Run();
        for (int i = 0; i < model.Boxes.Count; i++) SameLog(expected.Boxes[i], model.Boxes[i], $"seed {seed}, in pieces");
    }

    /// <summary>Letters come by tick of arrival, tick sent, sender, sender's count: the same as a sorted list of all that was sent.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void LettersComeInTheOrderOfASortedList(int seed)
    {
        var model = new Chatter(seed, LastTick);
        model.Simulation.Run();
        ILookup<int, Note> sent = model.Boxes.SelectMany(box => box.Sent).ToLookup(note => note.Inbox);
        int inbox = 0;
        foreach (Chatterbox box in model.Boxes)
        {
            for (int i = 0; i < box.Boxes.Length; i++, inbox++)
            {
                (long Tick, Note Letter)[] taken = [.. box.Log.Where(entry => entry.Port == 100 + i).Select(entry => (entry.Tick, entry.Message))];
                Assert.Equal(sent[inbox].Order().Take(taken.Length), taken.Select(entry => entry.Letter));
                Assert.All(taken, entry => Assert.True(entry.Tick >= entry.Letter.Due));
            }
        }
        Assert.Equal(model.Boxes.Sum(box => box.Boxes.Length), inbox);
    }

    /// <summary>In one tick a component sees its inputs in the order it chooses to read them, a link's messages in the order of sending.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void LinksKeepTheOrderOfSending(int seed)
    {
        var model = new Chatter(seed, LastTick);
        model.Simulation.Run();
        foreach (Chatterbox box in model.Boxes)
        {
            foreach (var port in box.Log.Where(entry => entry.Port is >= 0 and < 100).GroupBy(entry => entry.Port))
            {
                int[] counts = [.. port.Select(entry => entry.Message.Count)];
                Assert.Equal(counts.Order(), counts);
            }
        }
    }

    [Fact]
    public void TheRandomModelsAreNotIdle()
    {
        long runs = Seeds.Sum(seed => new Chatter(seed.Data, LastTick).Simulation.Run().Activations);
        Assert.InRange(runs, 2_000, 2_000_000);
    }

    private static void SameLog(Chatterbox expected, Chatterbox actual, string how)
    {
        int at = 0;
        while (at < expected.Log.Count && at < actual.Log.Count && expected.Log[at] == actual.Log[at]) at++;
        if (at == expected.Log.Count && at == actual.Log.Count) return;
        string here = at < actual.Log.Count ? actual.Log[at].ToString() : "nothing", there = at < expected.Log.Count ? expected.Log[at].ToString() : "nothing";
        Assert.Fail($"{how}: {actual.Name}'s observation {at} is {here} and not {there}");
    }
}
