using Orrery.Engine.Tests.Tracing;
using Orrery.Engine.Threads;

namespace Orrery.Engine.Tests.State;

/// <summary>A run in several parts, on several threads: is anything lost between the parts?</summary>
public sealed class PauseTests
{
    // 40 talkers run every 6 ticks or so: 13,000 activations before the first pause, most of them in parallel.
    [Theory]
    [InlineData("static")]
    [InlineData("stealing")]
    [InlineData("priority")]
    [InlineData("locality")]
    [InlineData("auto")]
    public void Is_a_run_in_parts_the_same_as_one_run(string manager)
    {
        Simulation whole = Talker.Model(40, null), parts = Talker.Model(40, null);
        whole.Run(new RunOptions { Until = 4000 });
        foreach (long until in (long[])[2000, 2001, 3003, 4000])
        {
            parts.Run(new RunOptions { Until = until, Threads = 2, Manager = ThreadManagers.Find(manager) });
        }
        Assert.Equal(whole.StateHash(), parts.StateHash());
        Assert.Equal(whole.Statistics.Rows(), parts.Statistics.Rows());
    }

    // Statistics go with a saved run: half, saved, restored and run to the end is as good as the whole.
    [Fact]
    public void Do_statistics_go_on_after_a_restore()
    {
        Simulation whole = Talker.Model(10, null), restored = Talker.Model(10, null);
        whole.Run(new RunOptions { Until = 1000 });
        using var file = new MemoryStream();
        whole.Save(file);
        whole.Run(new RunOptions { Until = 2000 });
        file.Position = 0;
        restored.Restore(file);
        restored.Run(new RunOptions { Until = 2000, Threads = 2, Manager = ThreadManagers.Find("static") });
        Assert.Equal(whole.Statistics.Rows(), restored.Statistics.Rows());
        Assert.Equal(whole.StateHash(), restored.StateHash());
    }
}
