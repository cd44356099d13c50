namespace Orrery.Engine.Tests.Links;

/// <summary>Does a link without a capacity take any number of messages, lose none, and keep their order?</summary>
public sealed class GrowthTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(25, 1)]
    [InlineData(25, 90)]
    public void NothingIsLostHoweverSlowTheReader(long latency, int burst)
    {
        const int Bursts = 60;
        foreach ((string manager, int threads) in Managers.All)
        {
            var sim = new Simulation();
            var from = new Actor(sim, "from", outs: 1);
            var to = new Actor(sim, "to", ins: 1);
            sim.Connect(from.Out, to.In, latency);
            long sent = 0, bytesOut = 0, bytesIn = 0, expected = 0;
            from.OnStart = actor => actor.Next();
            from.OnRun = actor =>
            {
                for (int i = 0; i < burst; i++, sent++)
                {
                    actor.Out.Send(sent);
                    bytesOut += sent % 97;
                }
                if (actor.Now < Bursts) actor.Next();
            };
            to.OnRun = actor =>
            {
                // Slower than the sender in the first half, faster in the second: the ring grows and is left behind.
                int most = actor.Now < Bursts + latency ? 1 : int.MaxValue;
                for (int i = 0; i < most && actor.In.HasMessage; i++)
                {
                    Assert.Equal(expected++, actor.In.Head);
                    bytesIn += actor.In.Take() % 97;
                }
                if (actor.In.HasMessage) actor.Next();
            };
            RunResult result = sim.Run(Managers.Options(manager, threads));
            Assert.Equal((sent, bytesOut, ""), (expected, bytesIn, result.Account));
        }
    }
}
