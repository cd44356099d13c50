using Orrery.Engine.Tests.Tracing;
using Orrery.Engine.Threads;

namespace Orrery.Engine.Tests.State;

/// <summary>A run in several parts, on several threads: is anything lost between the parts?</summary>
public sealed class PauseTests
{
    // 40 talkers run every 6 ticks or so: 20,000 activations before the first pause, past all trial phases of the managers.
    [Theory]
    [InlineData("static")]
    [InlineData("stealing")]
    [InlineData("priority")]
    [InlineData("locality")]
    [InlineData("auto")]
    public void Is_a_run_in_parts_the_same_as_one_run(string manager)
    {
        Simulation whole = Talker.Model(40, null), parts = Talker.Model(40, null);
        whole.Run(new RunOptions { Until = 9000 });
        foreach (long until in (long[])[5000, 5001, 7003, 9000])
        {
            parts.Run(new RunOptions { Until = until, Threads = 2, Manager = ThreadManagers.Find(manager) });
        }
        Assert.Equal(whole.StateHash(), parts.StateHash());
        Assert.Equal(whole.Statistics.Rows(), parts.Statistics.Rows());
    }
}
