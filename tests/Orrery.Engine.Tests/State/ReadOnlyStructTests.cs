namespace Orrery.Engine.Tests.State;

/// <summary>Messages are readonly record structs most of the time: do they come back from a snapshot?</summary>
public sealed class ReadOnlyStructTests
{
    private readonly record struct Order(int From, long Amount);

    [Fact]
    public void Does_a_readonly_struct_come_back()
    {
        Simulation saved = new(), restored = new();
        var full = new Shelf(saved) { Latest = new Order(3, 4) };
        full.Orders.Enqueue(new Order(1, 2));
        using var file = new MemoryStream();
        saved.Save(file);
        file.Position = 0;
        var empty = new Shelf(restored);
        restored.Restore(file);
        Assert.Equal(new Order(3, 4), empty.Latest);
        Assert.Equal(new Order(1, 2), empty.Orders.Head);
        Assert.Equal(saved.StateHash(), restored.StateHash());
    }

    private sealed class Shelf : Component
    {
        internal Shelf(Scope scope) : base(scope, "shelf")
        {
        }

        internal Fifo<Order> Orders { get; } = new();

        internal Order Latest { get; set; }

        protected internal override void Run()
        {
        }
    }
}
