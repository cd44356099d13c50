namespace Orrery.Engine.Tests.State;

/// <summary>Messages are readonly record structs most of the time: do they come back from a snapshot?</summary>
public sealed class ReadOnlyStructTests
{
    private readonly record struct Order(int From, long Amount);

    [Fact]
    public void Does_a_readonly_struct_come_back()
    {
        Simulation saved = new(), restored = new();
        var full = new Shelf(saved, new Order(5, 6)) { Latest = new Order(3, 4) };
        full.Orders.Enqueue(new Order(1, 2));
        using var file = new MemoryStream();
        saved.Save(file);
        file.Position = 0;
        var empty = new Shelf(restored, new Order(5, 6));
        restored.Restore(file);
        Assert.Equal(new Order(3, 4), empty.Latest);
        Assert.Equal(new Order(1, 2), empty.Orders.Head);
        Assert.Equal(saved.StateHash(), restored.StateHash());
    }

    [Fact]
    public void Is_a_parameter_that_is_a_struct_compared()
    {
        Simulation saved = new(), other = new();
        var shelf = new Shelf(saved, new Order(5, 6));
        using var file = new MemoryStream();
        saved.Save(file);
        file.Position = 0;
        var differs = new Shelf(other, new Order(5, 7));
        Assert.Contains("_parameter", Assert.Throws<SimulationException>(() => other.Restore(file)).Message, StringComparison.Ordinal);
        Assert.NotSame(shelf, differs);
    }

    private sealed class Shelf : Component
    {
#pragma warning disable IDE0052 // read by the snapshot
        private readonly Order _parameter;
#pragma warning restore IDE0052

        internal Shelf(Scope scope, Order parameter) : base(scope, "shelf") => _parameter = parameter;

        internal Fifo<Order> Orders { get; } = new();

        internal Order Latest { get; set; }

        protected internal override void Run()
        {
        }
    }
}
